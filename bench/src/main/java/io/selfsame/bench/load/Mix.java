package io.selfsame.bench.load;

import io.selfsame.bench.http.Operation;

/** Shares of the three operations among requests, in percent. */
public record Mix(int reads, int singles, int batches) {
    static final Mix READS = new Mix(100, 0, 0);
    static final Mix SINGLES = new Mix(0, 100, 0);
    public static final Mix BATCHES = new Mix(0, 0, 100);

    public Mix {
        if (reads < 0 || singles < 0 || batches < 0 || reads + singles + batches != 100) {
            throw new IllegalArgumentException("the shares of reads, singles and batches must add up to 100");
        }
    }

    /** Parses {@code 70,25,5}. */
    public static Mix parse(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a mix is three shares in percent, reads,singles,batches: 70,25,5");
        }
        return new Mix(Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()),
                Integer.parseInt(parts[2].strip()));
    }

    /** The operation for a number from 0 to 99. */
    Operation pick(int percent) {
        return percent < reads ? Operation.READ : percent < reads + singles ? Operation.SINGLE : Operation.BATCH;
    }
}
