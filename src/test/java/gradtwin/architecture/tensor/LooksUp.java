package gradtwin.architecture.tensor;

import gradtwin.architecture.twin.LooksAside;

/** Knows a room above its own. */
public record LooksUp(LooksAside upstairs) {}
