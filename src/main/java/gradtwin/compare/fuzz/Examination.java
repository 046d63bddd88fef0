package gradtwin.compare.fuzz;

import java.io.IOException;

/** Says what comes of a network. */
interface Examination {
  /** Examines a draft as its file says. */
  Trial examine(Draft draft) throws IOException;

  /**
   * Examines a draft in a hurry: only where the sides differ does the numerical witness look at as
   * much as the file says.
   *
   * @param witness elements of each parameter that it looks at in any case
   */
  Trial examine(Draft draft, int witness) throws IOException;
}
