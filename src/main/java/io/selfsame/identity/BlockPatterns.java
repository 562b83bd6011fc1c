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
 * Compiles the block patterns of one set of rules, or the patterns of one tracking plan, within limits. Matching with RE2 takes time
 * linear in the value, but linear in the compiled program too, and repetitions make that as large as one likes:
 * {@code ((x{30}){30}){30}} has 27,000 instructions. Counts what it has compiled, so one is used for one set of rules or one plan, by
 * one thread.
 */
public final class BlockPatterns {

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

    /** A character as {@code \\12} or {@code \\n}; an escaped letter or digit at the end, whatever it means. */
    private static final java.util.regex.Pattern SMALL_ESCAPE = java.util.regex.Pattern
            .compile("\\\\(?:[0-7]{1,3}|[A-Za-z])$");

    /** The greatest that is written in octal, as {@code \\777}. */
    private static final int MOST_SMALL_ESCAPE = 0x1FF;

    private static final java.util.regex.Pattern CLASS_NAME = java.util.regex.Pattern.compile("\\\\[pP]");

    /** What makes case not count within a pattern. */
    private static final java.util.regex.Pattern ANY_CASE = java.util.regex.Pattern.compile("\\(\\?[A-Za-z-]*i");

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
    public List<Pattern> compile(List<String> patterns, int flags, Consumer<String> wrong, Consumer<String> beyond) {
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
            boolean anyCase = (flags & Pattern.CASE_INSENSITIVE) != 0 || ANY_CASE.matcher(text).find();
            long its = named(text) + (anyCase ? breadth(text) : 0);
            if (inClasses + its >= MOST_IN_CLASSES) {
                beyond.accept("the character classes of \"" + text + "\", with those before it, have "
                        + MOST_IN_CLASSES + " characters or more; a class with a name, like \\\\p{L}, counts as "
                        + NAMED + ", and where case does not count, U+1C80 to U+1C88 can be in none");
                continue;
            }
            inClasses += its;
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

    /**
     * About how many code points the classes of a pattern list where case does not count; never fewer. Where a class begins and
     * ends is not asked: any minus may stand in a range, and between the least that may stand before and the most that may stand
     * after it.
     */
    static long breadth(String pattern) {
        long breadth = 0;
        for (int minus = pattern.indexOf('-'); minus >= 0; minus = pattern.indexOf('-', minus + 1)) {
            int lowest = before(pattern, minus);
            int highest = after(pattern, minus + 1);
            breadth += endless(lowest, highest) ? MOST_IN_CLASSES : Math.max(0, highest - lowest);
        }
        return breadth;
    }

    /** What classes with names, like {@code \\p{L}}, count as. */
    static long named(String pattern) {
        return NAMED * CLASS_NAME.matcher(pattern).results().count();
    }

    /** The least that the sign may be that ends here: what looks like part of an escape may also stand for itself. */
    private static int before(String pattern, int end) {
        if (end == 0) {
            return Character.MAX_CODE_POINT;
        }
        String text = pattern.substring(0, end);
        if (SMALL_ESCAPE.matcher(text).find()) {
            return 0;
        }
        int itself = pattern.codePointBefore(end);
        return HEX.matcher(text).results().filter(hex -> hex.end() == text.length()).findFirst()
                // After another backslash it may be no escape.
                .map(hex -> text.startsWith("\\\\", hex.start() - 1) ? Math.min(itself, number(hex)) : number(hex))
                .orElse(itself);
    }

    /** The most that the sign may be that begins here. */
    private static int after(String pattern, int from) {
        if (from == pattern.length()) {
            return 0;
        }
        var hex = HEX.matcher(pattern).region(from, pattern.length());
        if (hex.lookingAt()) {
            return number(hex);
        }
        return pattern.charAt(from) == '\\' ? MOST_SMALL_ESCAPE : pattern.codePointAt(from);
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
