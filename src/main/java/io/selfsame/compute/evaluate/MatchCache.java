package io.selfsame.compute.evaluate;

import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Remembers which events of a list satisfy a condition. Each event is tested once, when it is first asked about, so the cost of
 * a funnel grows with the number of events, and not of pairs of events. Takes 8 bytes for each event. Not thread safe.
 */
final class MatchCache {

    private final BitSet holds = new BitSet();

    /** Leads from each place towards the first at or after it that was not tested. */
    private final int[] untested;

    /** A Fenwick tree of those that hold: counts any stretch in O(log n). */
    private final int[] counts;

    /** @param size of the list */
    MatchCache(int size) {
        untested = new int[size + 1];
        for (int i = 0; i <= size; i++) {
            untested[i] = i;
        }
        counts = new int[size + 1];
    }

    /** How many of a stretch satisfy it, from the first place to that before {@code to}. */
    int count(int from, int to, IntPredicate test) {
        complete(from, to, test);
        return before(to) - before(from);
    }

    /** The places of those of a stretch that satisfy it. */
    BitSet of(int from, int to, IntPredicate test) {
        complete(from, to, test);
        return holds;
    }

    private void complete(int from, int to, IntPredicate test) {
        for (int i = next(from); i < to; i = next(i + 1)) {
            // A test that throws leaves all as it was.
            boolean held = test.test(i);
            untested[i] = i + 1;
            if (held) {
                holds.set(i);
                for (int node = i + 1; node < counts.length; node += node & -node) {
                    counts[node]++;
                }
            }
        }
    }

    private int next(int place) {
        int at = place;
        while (untested[at] != at) {
            untested[at] = untested[untested[at]];
            at = untested[at];
        }
        return at;
    }

    private int before(int place) {
        int sum = 0;
        for (int node = place; node > 0; node -= node & -node) {
            sum += counts[node];
        }
        return sum;
    }
}
