package io.selfsame.http;

/** Estimates from JSON text how much heap its tree takes; never much too low. */
final class JsonFootprint {

    /** The bytes themselves, their text of two bytes a character, and that text mended or written again. */
    static final int TEXT = 6;
    private static final int OBJECT = 96;
    private static final int ARRAY = 104;
    private static final int FIELD = 96;
    private static final int ELEMENT = 64;

    /** By byte: this is done on the threads of requests, so that nothing too heavy waits for a turn. */
    private static final short[] WEIGHTS = new short[256];

    static {
        WEIGHTS['{'] = OBJECT;
        WEIGHTS['['] = ARRAY;
        WEIGHTS[':'] = FIELD;
        WEIGHTS[','] = ELEMENT;
    }

    private JsonFootprint() {}

    /**
     * For usual events some 20 times the bytes; at the worst, an array of empty arrays, 62 times. Brackets and commas within
     * strings count too, which errs on the safe side.
     */
    static long of(byte[] json) {
        long weight = (long) TEXT * json.length;
        for (byte b : json) {
            weight += WEIGHTS[b & 0xff];
        }
        return weight;
    }
}
