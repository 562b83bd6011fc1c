/** Runs a plan of requests over many connections and measures the answers. Who sends what is for others to say. */
package io.selfsame.bench.load;
