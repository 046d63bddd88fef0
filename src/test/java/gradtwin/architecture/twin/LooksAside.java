package gradtwin.architecture.twin;

import gradtwin.architecture.yaml.ForeignHelper;

/** Knows a room beside its own, prints, and ends the program. */
public record LooksAside(ForeignHelper stranger) {
  void printAndExit() {
    System.out.println(stranger);
    System.exit(1);
  }
}
