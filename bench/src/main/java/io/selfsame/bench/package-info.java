/**
 * The load driver: sends events and reads over HTTP and reports rates, latencies and what it cost. Knows nothing of the
 * server but its HTTP interface. Dependencies point from the commands down: commands, then load, then HTTP and events.
 */
package io.selfsame.bench;
