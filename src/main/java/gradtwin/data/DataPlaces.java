package gradtwin.data;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where data is looked for.
 *
 * @param configurationFolder the folder of the user's file; its relative paths start here
 * @param home the program's folder, which holds {@code data}
 * @param environment the environment variables
 */
public record DataPlaces(Path configurationFolder, Path home, Map<String, String> environment) {
  public DataPlaces {
    environment = Map.copyOf(environment);
  }

  /** The file that a path of the user's file means. */
  Path resolve(String path) {
    return configurationFolder.resolve(path).normalize();
  }
}
