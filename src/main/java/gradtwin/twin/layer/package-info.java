/** Layers: a forward pass that returns its own way back. */
package gradtwin.twin.layer;
