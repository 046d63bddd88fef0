/** From gradients to new parameters: normalization, penalties, optimizers. */
package gradtwin.twin.optimizer;
