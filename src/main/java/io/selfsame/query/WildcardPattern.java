package io.selfsame.query;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A text with wildcards: {@code *} is any run of characters, {@code ?} one character (a code point); {@code \*}, {@code \?} and
 * {@code \\} are the character itself. It is compared with whole texts. Immutable and thread safe.
 */
public final class WildcardPattern {

    private static final int RUN = -1;
    private static final int ONE = -2;

    /** Code points and the two wildcards; a run is not followed by another. */
    private final int[] units;

    private WildcardPattern(int[] units) {
        this.units = units;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if a backslash stands before anything else
     */
    public static WildcardPattern parse(String pattern) {
        List<Integer> units = new ArrayList<>();
        int[] codes = pattern.codePoints().toArray();
        for (int i = 0; i < codes.length; i++) {
            switch (codes[i]) {
                case '*' -> {
                    if (units.isEmpty() || units.getLast() != RUN) {
                        units.add(RUN);
                    }
                }
                case '?' -> units.add(ONE);
                case '\\' -> {
                    i++;
                    if (i == codes.length || "*?\\".indexOf(codes[i]) < 0) {
                        throw new IllegalArgumentException("In a pattern, a backslash stands before *, ? or another "
                                + "backslash; in quotes, a backslash itself is written \\\\\\\\");
                    }
                    units.add(codes[i]);
                }
                default -> units.add(codes[i]);
            }
        }
        return new WildcardPattern(units.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Whether a whole text has this form. It goes back to the last run only, so it takes at most one look at each unit from each place. */
    public boolean matches(String text) {
        int at = 0;
        int unit = 0;
        int run = -1;
        int next = 0;
        while (at < text.length()) {
            int code = text.codePointAt(at);
            if (unit < units.length && units[unit] == RUN) {
                run = unit++;
                next = at;
            } else if (unit < units.length && (units[unit] == ONE || units[unit] == code)) {
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

    /** The texts before, between and after the runs; empty if a {@code ?} is among them. */
    public List<String> plainParts() {
        List<String> plain = new ArrayList<>();
        for (List<Integer> part : parts()) {
            if (part.contains(ONE)) {
                return List.of();
            }
            plain.add(part.stream().map(Character::toString).collect(Collectors.joining()));
        }
        return plain;
    }

    /** A regular expression of Java, for the whole text. What has been matched of it is not tried in another way. */
    public String regex() {
        List<List<Integer>> parts = parts();
        var regex = new StringBuilder("(?s)").append(regex(parts.getFirst()));
        for (int i = 1; i < parts.size() - 1; i++) {
            regex.append("(?>.*?").append(regex(parts.get(i))).append(')');
        }
        return parts.size() == 1 ? regex.toString() : regex.append(".*").append(regex(parts.getLast())).toString();
    }

    private static String regex(List<Integer> part) {
        var regex = new StringBuilder();
        for (int unit : part) {
            if (unit == ONE) {
                regex.append('.');
            } else if (unit > ' ' && unit < 128 && !Character.isLetterOrDigit(unit)) {
                regex.append('\\').appendCodePoint(unit);
            } else {
                regex.appendCodePoint(unit);
            }
        }
        return regex.toString();
    }

    private List<List<Integer>> parts() {
        List<List<Integer>> parts = new ArrayList<>();
        parts.add(new ArrayList<>());
        for (int unit : units) {
            if (unit == RUN) {
                parts.add(new ArrayList<>());
            } else {
                parts.getLast().add(unit);
            }
        }
        return parts;
    }
}
