package io.selfsame.destination.deliver;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What is noted of a delivery.
 *
 * @param again until its next attempt; the database's clock counts
 * @param properties of its node; null takes one off
 */
record Settled(Optional<Duration> again, Map<String, Object> properties) {

    static Settled of(Map<String, Object> properties) {
        return new Settled(Optional.empty(), properties);
    }
}
