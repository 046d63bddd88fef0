package gradtwin.compare;

/** {@link AgreementFilesTest} with DL4J's numbers in float32. */
class AgreementFilesInFloat32Test extends AgreementFilesTest {
  @Override
  String precision() {
    return "float32";
  }
}
