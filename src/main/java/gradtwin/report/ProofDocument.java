package gradtwin.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import gradtwin.compare.plant.Proof;

/**
 * A proof for programs: every component of the {@link Proof} as a key, whether it holds, and its
 * making.
 */
public record ProofDocument(@JsonUnwrapped Proof proof, boolean holds, Provenance provenance) {
  public ProofDocument(Proof proof, Provenance provenance) {
    this(proof, proof.holds(), provenance);
  }
}
