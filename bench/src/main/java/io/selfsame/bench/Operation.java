package io.selfsame.bench;

import java.util.Locale;

/** The kinds of request that are measured apart. */
enum Operation {
    READ, SINGLE, BATCH;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
