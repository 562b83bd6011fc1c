package io.selfsame.identity;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

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
