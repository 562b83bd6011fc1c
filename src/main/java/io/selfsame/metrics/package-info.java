/**
 * What the service tells a Prometheus server about itself. The parts that count are given a
 * {@link io.micrometer.core.instrument.MeterRegistry}; this package makes it, adds what can be read from outside those
 * parts, and answers {@code GET /metrics}.
 */
@NullMarked
package io.selfsame.metrics;

import org.jspecify.annotations.NullMarked;
