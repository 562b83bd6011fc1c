package io.selfsame.query;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A version in the order of Semantic Versioning: an optional {@code v} or {@code V}, numbers of any length with dots between them, of which missing
 * ones are 0, a pre-release after {@code -} that comes before its release, and a build after {@code +} that does not count. Two are
 * equal here only if they are written alike; {@link #compareTo} says whether they are the same version. Immutable.
 *
 * @param numbers at least one, as digits without leading zeroes; the text of 0 is empty
 * @param preRelease its parts; empty of a release
 */
public record Version(List<String> numbers, List<String> preRelease) implements Comparable<Version> {

    /** The longest text that can be a version, in characters. */
    public static final int LONGEST = 256;

    public Version {
        numbers = List.copyOf(numbers);
        preRelease = List.copyOf(preRelease);
    }

    /** Reads a version, whatever white space is around it; empty if the text is none. */
    public static Optional<Version> parse(String written) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        String text = written.strip();
        int plus = text.indexOf('+');
        String withoutBuild = plus < 0 ? text : text.substring(0, plus);
        int hyphen = withoutBuild.indexOf('-');
        String core = hyphen < 0 ? withoutBuild : withoutBuild.substring(0, hyphen);
        List<String> numbers = parts(core.startsWith("v") || core.startsWith("V") ? core.substring(1) : core);
        List<String> preRelease = hyphen < 0 ? List.of() : parts(withoutBuild.substring(hyphen + 1));
        boolean valid = numbers.stream().allMatch(Version::isNumber) && preRelease.stream().allMatch(Version::isName)
                && (plus < 0 || parts(text.substring(plus + 1)).stream().allMatch(Version::isName));
        return valid
                ? Optional.of(new Version(numbers.stream().map(Version::withoutZeroes).toList(), preRelease))
                : Optional.empty();
    }

    /** Empty parts too: they are no numbers and no names. */
    private static List<String> parts(String text) {
        return Arrays.asList(text.split("\\.", -1));
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isName(String part) {
        return !part.isEmpty()
                && part.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z'));
    }

    private static String withoutZeroes(String digits) {
        int from = 0;
        while (from < digits.length() && digits.charAt(from) == '0') {
            from++;
        }
        return digits.substring(from);
    }

    public boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    /** The numbers as one text that has their order: so many, each with so many digits; empty if they are more or longer. */
    public Optional<String> digits(int most, int length) {
        if (numbers.size() > most || numbers.stream().anyMatch(number -> number.length() > length)) {
            return Optional.empty();
        }
        String padded = numbers.stream().map(number -> "0".repeat(length - number.length()) + number)
                .collect(Collectors.joining());
        return Optional.of(padded + "0".repeat(length * (most - numbers.size())));
    }

    @Override
    public int compareTo(Version other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            int order = compareNumbers(i < numbers.size() ? numbers.get(i) : "",
                    i < other.numbers.size() ? other.numbers.get(i) : "");
            if (order != 0) {
                return order;
            }
        }
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
            int order = compareParts(preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int compareNumbers(String a, String b) {
        return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
    }

    private static int compareParts(String a, String b) {
        if (isNumber(a) && isNumber(b)) {
            return compareNumbers(withoutZeroes(a), withoutZeroes(b));
        }
        return isNumber(a) == isNumber(b) ? a.compareTo(b) : Boolean.compare(isNumber(b), isNumber(a));
    }
}
