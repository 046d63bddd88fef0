package gradtwin.compare;

/** {@link AgreementFilesTest} with DL4J's numbers in float64. */
class AgreementFilesInFloat64Test extends AgreementFilesTest {
  @Override
  String precision() {
    return "float64";
  }
}
