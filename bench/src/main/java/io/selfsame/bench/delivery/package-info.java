/** Measures what destinations are sent: a receiver, people who enter audiences, and an outage. */
@org.jspecify.annotations.NullMarked
package io.selfsame.bench.delivery;
