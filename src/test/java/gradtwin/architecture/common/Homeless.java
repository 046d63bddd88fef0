package gradtwin.architecture.common;

/** Stands in no room. */
public record Homeless() {}
