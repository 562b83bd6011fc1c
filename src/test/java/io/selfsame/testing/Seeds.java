package io.selfsame.testing;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Seeds and rounds of tests with random input: the same in every build, so that a build that was green stays green.
 * {@code -Dseed=new -Dselfsame.rounds=500} looks further; {@code -Dseed=7} repeats a run.
 */
public final class Seeds {

    private static final long OF_A_BUILD = 20_261_129;

    /** What {@code -Dseed=new} draws, once for a JVM. */
    private static final long DRAWN = ThreadLocalRandom.current().nextLong(1_000_000);

    private Seeds() {}

    /** The seed of a test, which is printed. */
    public static long of(Class<?> test) {
        String asked = System.getProperty("seed", Long.toString(OF_A_BUILD));
        long seed = asked.equals("new") ? DRAWN : Long.parseLong(asked);
        System.out.println(test.getSimpleName() + ": -Dseed=" + seed);
        return seed;
    }

    /** How many rounds a test makes, which a build does in a minute. */
    public static int rounds(int ofABuild) {
        return Integer.getInteger("selfsame.rounds", ofABuild);
    }
}
