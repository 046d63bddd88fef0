package gradtwin.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import gradtwin.compare.Agreement;

/** A comparison for programs: every component of the {@link Agreement} as a key, and its making. */
public record AgreementDocument(@JsonUnwrapped Agreement agreement, Provenance provenance) {}
