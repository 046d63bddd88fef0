package gradtwin.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The program as it is installed.
 *
 * @param version of the program; {@code development} if it does not run from its jar
 * @param commit that it was built from; {@code unknown} if it does not run from its jar
 * @param home the folder that holds {@code configs/} and {@code data/}
 */
record Installation(String version, String commit, Path home) {
  private static final String HOME_PROPERTY = "gradtwin.home";

  /**
   * The running program.
   *
   * @param workingDirectory home, if nothing better is found
   */
  static Installation current(Path workingDirectory) {
    Optional<Path> jar = jar();
    Attributes attributes = jar.map(Installation::manifest).orElseGet(Attributes::new);
    String version = attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    String commit = attributes.getValue("Implementation-Build");
    return new Installation(
        version == null ? "development" : version,
        commit == null ? "unknown" : commit,
        home(jar, workingDirectory));
  }

  private static Optional<Path> jar() {
    CodeSource source = Installation.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isRegularFile);
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Attributes manifest(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest == null ? new Attributes() : manifest.getMainAttributes();
    } catch (IOException e) {
      return new Attributes();
    }
  }

  /** As run.sh says; else the jar's folder, or the one above it if that is the build's target/. */
  private static Path home(Optional<Path> jar, Path workingDirectory) {
    String property = System.getProperty(HOME_PROPERTY, "");
    if (!property.isEmpty()) {
      return workingDirectory.resolve(property).normalize();
    }
    return jar.map(Path::getParent)
        .map(folder -> folder.endsWith("target") ? folder.getParent() : folder)
        .orElse(workingDirectory);
  }
}
