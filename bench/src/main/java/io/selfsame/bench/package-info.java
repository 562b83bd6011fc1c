/**
 * The load driver: sends events and reads over HTTP and reports rates, latencies and what it cost. Knows nothing of the
 * server but its HTTP interface. Dependencies point down: the commands here, then compute, then shop and report, then
 * load, then http.
 */
package io.selfsame.bench;
