/**
 * Random changes while training: of what a layer hands on, and of weights. All of them are a
 * function of seed, layer, iteration and element, so that both networks see the same ones.
 */
package gradtwin.twin.noise;
