package io.selfsame.tracking.plan;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What becomes of an event that is not as planned. */
enum PlanMode {
    /** It is taken, and nobody is told. */
    TAKE,
    /** It is taken, and noted as a violation. */
    NOTE,
    /** It is rejected. */
    BLOCK;

    static Optional<PlanMode> of(String text) {
        return Stream.of(values()).filter(mode -> mode.text().equals(text)).findFirst();
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
