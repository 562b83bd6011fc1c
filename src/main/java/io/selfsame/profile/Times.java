package io.selfsame.profile;

import java.time.Instant;
import org.neo4j.driver.Value;

/** Instants as text: ISO 8601, UTC. */
final class Times {

    private Times() {}

    static String text(Value datetime) {
        return instant(datetime).toString();
    }

    static Instant instant(Value datetime) {
        return datetime.asZonedDateTime().toInstant();
    }
}
