package io.selfsame.identity;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;

/**
 * Compiles the block patterns of one set of rules, within limits. Matching with RE2 takes time linear in the value, but
 * linear in the compiled program too, and repetitions make that as large as one likes: {@code ((x{30}){30}){30}} has 27,000
 * instructions. Counts what it has compiled, so one is used for one set of rules, by one thread.
 */
final class BlockPatterns {

    /** Of one pattern, in characters. */
    static final int MOST_CHARACTERS = 1_000;
    /** Of one type. */
    static final int MOST_PATTERNS = 100;
    /** Of all patterns of a type together, in instructions: an ID of 1,000 characters costs some ten milliseconds at worst. */
    static final int MOST_INSTRUCTIONS = 1_000;
    /** Of all types together, so that reading rules stays cheap. */
    static final int MOST_IN_ALL = 10_000;

    /**
     * Code points in the classes of all types together: where case does not count, a class is compiled by looking at each of
     * them. A named class has a list of its parts, which takes memory.
     */
    static final long MOST_IN_CLASSES = 500_000;
    private static final int NAMED = 2_500;

    /**
     * Old forms of Cyrillic letters. Where case does not count, RE2 goes from one to the other of the characters that differ in
     * case alone, until it is back: from these it never is.
     */
    private static final int FIRST_ENDLESS = 0x1C80;
    private static final int LAST_ENDLESS = 0x1C88;

    /** A character by its number, which may begin with zeros. */
    private static final java.util.regex.Pattern HEX = java.util.regex.Pattern
            .compile("\\\\x(?:\\{0*([0-9A-Fa-f]{1,6})\\}|([0-9A-Fa-f]{2}))");

    /** Counted so far, in code points. */
    private long inClasses;

    /** Instructions compiled so far, also those that were too many. */
    private int all;

    /**
     * Those patterns of a type that are patterns and within the limits.
     *
     * @param flags of {@link Pattern}
     * @param wrong is told of the patterns that are no regular expressions
     * @param beyond is told of those beyond a limit, which are left out
     */
    List<Pattern> compile(List<String> patterns, int flags, Consumer<String> wrong, Consumer<String> beyond) {
        List<Pattern> compiled = new ArrayList<>();
        int instructions = 0;
        if (patterns.size() > MOST_PATTERNS) {
            beyond.accept("more than " + MOST_PATTERNS + " patterns");
        }
        for (String text : patterns.subList(0, Math.min(MOST_PATTERNS, patterns.size()))) {
            // Compiling can take all memory by itself, so what is too large is not even compiled.
            if (text.length() > MOST_CHARACTERS) {
                beyond.accept("a pattern of " + text.length() + " characters; the limit is " + MOST_CHARACTERS);
                continue;
            }
            if (unrolled(text) > MOST_INSTRUCTIONS + MOST_CHARACTERS) {
                beyond.accept("the repetitions of \"" + text + "\" make it too large");
                continue;
            }
            if (all > MOST_IN_ALL) {
                beyond.accept("the patterns of all types have more than " + MOST_IN_ALL + " instructions as compiled");
                break;
            }
            if (isEndless(text)) {
                beyond.accept("one of the characters U+1C80 to U+1C88 in \"" + text + "\", which patterns cannot hold");
                continue;
            }
            inClasses += breadth(text);
            if (inClasses >= MOST_IN_CLASSES) {
                beyond.accept("the character classes of \"" + text + "\", with those before it, have "
                        + MOST_IN_CLASSES + " characters or more; a class with a name, like \\\\p{L}, counts as "
                        + NAMED
                        + ", and U+1C80 to U+1C88 can be in none");
                break;
            }
            Pattern pattern;
            try {
                pattern = Pattern.compile(text, flags);
            } catch (PatternSyntaxException e) {
                wrong.accept(e.getMessage());
                continue;
            }
            int size = pattern.programSize();
            all += size;
            if (instructions + size > MOST_INSTRUCTIONS) {
                beyond.accept("with \"" + text + "\" the patterns have " + (instructions + size)
                        + " instructions as compiled; the limit of a type is " + MOST_INSTRUCTIONS);
            } else if (all > MOST_IN_ALL) {
                beyond.accept("with \"" + text + "\" the patterns of all types have more than " + MOST_IN_ALL
                        + " instructions as compiled");
            } else {
                instructions += size;
                compiled.add(pattern);
            }
        }
        return compiled;
    }

    /**
     * About how many characters and classes are left when counted repetitions are written out; never fewer. What is no
     * valid pattern gets some number.
     */
    static long unrolled(String pattern) {
        Deque<Long> outer = new ArrayDeque<>();
        long sum = 0;
        long last = 0;
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            int end = i + 1;
            switch (c) {
                case '\\' -> {
                    end = escape(pattern, i);
                    last = 1;
                    sum += (long) end - i;
                }
                case '[' -> {
                    end = characterClass(pattern, i);
                    last = 1;
                    sum++;
                }
                case '(' -> {
                    outer.push(sum);
                    sum = 0;
                    last = 0;
                }
                case ')' -> {
                    last = sum + 1;
                    sum = last + (outer.isEmpty() ? 0 : outer.pop());
                }
                case '{' -> {
                    int close = pattern.indexOf('}', i);
                    long times = close < 0 ? 0 : times(pattern.substring(i + 1, close));
                    if (times > 0) {
                        sum = Math.min(Integer.MAX_VALUE, sum + last * (times - 1));
                        last = Math.min(Integer.MAX_VALUE, last * times);
                        end = close + 1;
                    } else {
                        last = 1;
                        sum++;
                    }
                }
                default -> {
                    // The signs of repetition among them: what they add is small.
                    last = "*+?".indexOf(c) < 0 ? 1 : last + 1;
                    sum++;
                }
            }
            i = end;
        }
        while (!outer.isEmpty()) {
            sum += outer.pop();
        }
        return sum;
    }

    /** Whether it names a character that RE2 does not come back from. */
    private static boolean isEndless(String pattern) {
        return pattern.codePoints().anyMatch(c -> endless(c, c))
                || HEX.matcher(pattern).results().mapToInt(BlockPatterns::number).anyMatch(c -> endless(c, c));
    }

    private static boolean endless(int from, int to) {
        return from <= LAST_ENDLESS && to >= FIRST_ENDLESS;
    }

    private static int number(MatchResult hex) {
        return Integer.parseInt(hex.group(1) == null ? hex.group(2) : hex.group(1), 16);
    }

    /** About how many code points the classes of a pattern list; never fewer. */
    static long breadth(String pattern) {
        long breadth = 0;
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                breadth += named(pattern, i);
                i = escape(pattern, i);
            } else if (c == '[') {
                int end = characterClass(pattern, i);
                breadth += inClass(pattern, i + 1, end);
                i = end;
            } else {
                i++;
            }
        }
        return breadth;
    }

    private static long named(String pattern, int at) {
        return at + 1 < pattern.length() && "pP".indexOf(pattern.charAt(at + 1)) >= 0 ? NAMED : 0;
    }

    private static long inClass(String pattern, int from, int end) {
        long breadth = 0;
        int i = from;
        while (i < end) {
            int next = next(pattern, i);
            breadth += pattern.charAt(i) == '\\' ? named(pattern, i) : 0;
            if (next < end - 1 && pattern.charAt(next) == '-') {
                int last = next(pattern, next + 1);
                int lowest = codePoint(pattern, i, next, 0);
                int highest = codePoint(pattern, next + 1, last, Character.MAX_CODE_POINT);
                breadth += endless(lowest, highest) ? MOST_IN_CLASSES : Math.max(0, highest - lowest);
                next = last;
            }
            i = next;
        }
        return breadth;
    }

    /** Where the part of a class ends that begins here. */
    private static int next(String pattern, int at) {
        return pattern.charAt(at) == '\\' ? escape(pattern, at) : at + Character.charCount(pattern.codePointAt(at));
    }

    /** @param other is taken for what may be any: an escape that is neither a sign nor a number */
    private static int codePoint(String pattern, int at, int end, int other) {
        String part = pattern.substring(at, end);
        var hex = HEX.matcher(part);
        if (hex.matches()) {
            return number(hex);
        }
        boolean sign = part.length() == 2 && part.charAt(0) == '\\' && !Character.isLetterOrDigit(part.charAt(1));
        return part.charAt(0) != '\\' || sign ? part.codePointBefore(part.length()) : other;
    }

    /** How often {@code n}, {@code n,} or {@code n,m} repeats at most or at least; 0 if it is none of them. */
    private static long times(String braces) {
        long times = 0;
        for (String part : braces.split(",", 2)) {
            if (part.length() > 9 || !part.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
                return 0;
            }
            times = Math.max(times, part.isEmpty() ? 0 : Long.parseLong(part));
        }
        return braces.isEmpty() || braces.startsWith(",") ? 0 : times + 1;
    }

    private static int escape(String pattern, int at) {
        if (pattern.startsWith("\\Q", at)) {
            int end = pattern.indexOf("\\E", at + 2);
            return end < 0 ? pattern.length() : end + 2;
        }
        boolean named = at + 2 < pattern.length() && pattern.charAt(at + 2) == '{'
                && "pPx".indexOf(pattern.charAt(at + 1)) >= 0;
        if (!named && pattern.startsWith("\\x", at)) {
            return Math.min(pattern.length(), at + 4);
        }
        int close = named ? pattern.indexOf('}', at) : -1;
        return close < 0 ? Math.min(pattern.length(), at + 2) : close + 1;
    }

    private static int characterClass(String pattern, int at) {
        int i = at + 1;
        if (pattern.startsWith("^", i)) {
            i++;
        }
        if (pattern.startsWith("]", i)) {
            i++;
        }
        while (i < pattern.length() && pattern.charAt(i) != ']') {
            int named = pattern.startsWith("[:", i) ? pattern.indexOf(":]", i) : -1;
            if (named >= 0) {
                i = named + 2;
            } else {
                i = pattern.charAt(i) == '\\' ? escape(pattern, i) : i + 1;
            }
        }
        return Math.min(pattern.length(), i + 1);
    }
}
