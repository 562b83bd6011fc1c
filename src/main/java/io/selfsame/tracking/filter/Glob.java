package io.selfsame.tracking.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A pattern of FQL for a whole text: {@code *} is any run of characters, {@code ?} one character, {@code [a-z]} one of these, and a
 * backslash makes the next character stand for itself. Matching takes at most one look at each unit from each place of the text.
 * Immutable and thread safe.
 */
final class Glob {

    private static final int RUN = -1;
    private static final int ONE = -2;

    /** The first set; the next is one less. */
    private static final int SETS = -3;

    /** Code points, the two wildcards, and sets. */
    private final int[] units;

    /** Each in pairs: from and to, both inside, in order, with gaps between them. */
    private final List<int[]> sets;

    private record Range(int from, int to) {}

    private Glob(int[] units, List<int[]> sets) {
        this.units = units;
        this.sets = sets;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException with what is wrong as a clause
     */
    static Glob parse(String pattern) {
        List<Integer> units = new ArrayList<>();
        List<int[]> sets = new ArrayList<>();
        int[] codes = pattern.codePoints().toArray();
        for (int i = 0; i < codes.length; i++) {
            switch (codes[i]) {
                case '*' -> {
                    if (units.isEmpty() || units.getLast() != RUN) {
                        units.add(RUN);
                    }
                }
                case '?' -> units.add(ONE);
                case '[' -> {
                    int end = set(codes, i + 1, sets);
                    units.add(SETS - (sets.size() - 1));
                    i = end;
                }
                case '\\' -> {
                    i++;
                    if (i == codes.length) {
                        throw new IllegalArgumentException("a backslash at the end of a pattern stands before nothing");
                    }
                    units.add(codes[i]);
                }
                default -> units.add(codes[i]);
            }
        }
        return new Glob(units.stream().mapToInt(Integer::intValue).toArray(), sets);
    }

    /** Adds the set that begins there, and answers where its bracket closes. */
    private static int set(int[] codes, int from, List<int[]> sets) {
        List<Range> ranges = new ArrayList<>();
        int i = from;
        while (i < codes.length && codes[i] != ']') {
            i = escaped(codes, i);
            int low = i;
            int high = low;
            if (i + 2 < codes.length && codes[i + 1] == '-' && codes[i + 2] != ']') {
                i = escaped(codes, i + 2);
                high = i;
            }
            if (codes[low] <= codes[high]) {
                ranges.add(new Range(codes[low], codes[high]));
            }
            i++;
        }
        if (i >= codes.length || i == from) {
            throw new IllegalArgumentException(
                    "a [ in a pattern begins a list of characters and ends with ]; write \\[ for the"
                            + " character itself");
        }
        sets.add(merged(ranges));
        return i;
    }

    /** As few ranges as say the same. */
    private static int[] merged(List<Range> ranges) {
        List<Range> merged = new ArrayList<>();
        for (Range range : ranges.stream().sorted(Comparator.comparingInt(Range::from)).toList()) {
            if (!merged.isEmpty() && range.from() <= merged.getLast().to() + 1) {
                Range before = merged.removeLast();
                merged.add(new Range(before.from(), Math.max(before.to(), range.to())));
            } else {
                merged.add(range);
            }
        }
        return merged.stream().flatMapToInt(range -> IntStream.of(range.from(), range.to())).toArray();
    }

    private static int escaped(int[] codes, int at) {
        return codes[at] == '\\' && at + 1 < codes.length ? at + 1 : at;
    }

    /** How many looks it takes at a character of a text, at most: those of the units between two runs. */
    int cost() {
        int longest = 0;
        int since = 0;
        for (int unit : units) {
            since = unit == RUN ? 0 : since + (unit > SETS ? 1 : 1 + sets.get(SETS - unit).length / 2);
            longest = Math.max(longest, since);
        }
        return longest + 1;
    }

    /** Whether a whole text has this form. */
    boolean matches(String text) {
        int at = 0;
        int unit = 0;
        int run = -1;
        int next = 0;
        while (at < text.length()) {
            int code = text.codePointAt(at);
            if (unit < units.length && units[unit] == RUN) {
                run = unit++;
                next = at;
            } else if (unit < units.length && takes(units[unit], code)) {
                unit++;
                at += Character.charCount(code);
            } else if (run >= 0) {
                // The run takes one character more.
                next += Character.charCount(text.codePointAt(next));
                at = next;
                unit = run + 1;
            } else {
                return false;
            }
        }
        return unit == units.length || (unit == units.length - 1 && units[unit] == RUN);
    }

    private boolean takes(int unit, int code) {
        if (unit >= 0 || unit == ONE) {
            return unit == ONE || unit == code;
        }
        int[] set = sets.get(SETS - unit);
        for (int i = 0; i < set.length; i += 2) {
            if (code >= set[i] && code <= set[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
