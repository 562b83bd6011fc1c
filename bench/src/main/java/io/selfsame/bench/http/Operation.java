package io.selfsame.bench.http;

import java.util.Locale;

/** The kinds of request that are measured apart. */
public enum Operation {
    READ,
    SINGLE,
    BATCH;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
