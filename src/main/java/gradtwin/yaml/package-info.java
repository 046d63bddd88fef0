/**
 * Text to keys and values that remember where they stand, and the diagnostics that say so.
 *
 * <p>Knows YAML 1.2 and nothing of what the keys mean. The parser is SnakeYAML Engine's; its types
 * end in {@link gradtwin.yaml.YamlParser}. No class is ever named, loaded or constructed from a
 * file.
 */
package gradtwin.yaml;
