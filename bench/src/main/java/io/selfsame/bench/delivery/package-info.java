/** Measures what destinations are sent: a receiver, people who enter audiences, and an outage. */
package io.selfsame.bench.delivery;
