/**
 * A house in which every rule of the architecture is broken once, so that the rules are seen to
 * fail. Nothing uses it but {@code gradtwin.ArchitectureTest}.
 */
package gradtwin.architecture;
