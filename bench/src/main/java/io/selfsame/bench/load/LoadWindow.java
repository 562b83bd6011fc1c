package io.selfsame.bench.load;

/** When to load, as {@link System#nanoTime}: start, start of the measured time, end. */
record LoadWindow(long start, long measureFrom, long end) {
    boolean measures(long time) {
        return time - measureFrom >= 0 && time - end < 0;
    }
}
