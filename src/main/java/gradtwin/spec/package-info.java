/**
 * The vocabulary: one record for each thing that a file may say, which names both worlds.
 *
 * <p>A record knows its YAML keys, their checks, its shape rule, its translation to a DL4J
 * configuration and its twin. It does no arithmetic and starts no native library while reading:
 * DL4J's objects are made only when they are asked for.
 */
package gradtwin.spec;
