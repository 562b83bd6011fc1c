/** Measures traits and audiences over the history of the shop. */
package io.selfsame.bench.compute;
