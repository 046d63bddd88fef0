/** Activation functions: value, derivative and the places where there is none. */
package gradtwin.twin.activation;
