package io.selfsame.query;

import io.selfsame.json.NumberText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a value is taken as, however it was sent. Pure. */
public enum Cast {
    /** As it is. */
    AS_IS(""),
    /** A number as itself, and a text of digits as the number that it is. */
    NUMBER("number"),
    /** A boolean as itself, {@code true} and {@code false} in any letter case, and 1 and 0. */
    BOOLEAN("boolean");

    /** A regular expression of those that are exact, without commas; others are the nearest double. */
    public static final String WHOLE_FORM = "[+-]?[0-9]{1,18}";

    /** Texts that are true, and those that are false, in lower case. */
    public static final List<String> TRUE = List.of("true", "1");
    public static final List<String> FALSE = List.of("false", "0");

    private static final Pattern NUMBERS = Pattern.compile(NumberText.FORM);
    private static final Pattern WHOLE = Pattern.compile(WHOLE_FORM);

    /** Below it every whole double is one long. */
    private static final double EXACT = 1L << 53;

    private final String word;

    Cast(String word) {
        this.word = word;
    }

    /** As written after {@code as}, in text and in JSON; empty for a value as it is. */
    public String word() {
        return word;
    }

    /** The cast that is written so; empty if there is none. */
    public static Optional<Cast> of(String word) {
        return Arrays.stream(values()).filter(cast -> cast != AS_IS && cast.word.equals(word)).findFirst();
    }

    /** A scalar, or those elements of a list that fit; null if nothing does. */
    public @Nullable Object of(Object value) {
        if (this == AS_IS) {
            return value;
        }
        if (value instanceof List<?> list) {
            List<Object> fitting = new ArrayList<>(list.size());
            for (Object one : list) {
                Object taken = scalar(one);
                if (taken != null) {
                    fitting.add(taken);
                }
            }
            return fitting.isEmpty() ? null : fitting;
        }
        return scalar(value);
    }

    private @Nullable Object scalar(Object value) {
        return switch (this) {
            case AS_IS -> value;
            case NUMBER -> value instanceof Number ? value : value instanceof String text ? number(text) : null;
            case BOOLEAN -> switch (value) {
                case Boolean truth -> truth;
                case Number number -> truth(number.doubleValue() == 1, number.doubleValue() == 0);
                case String text -> {
                    String written = text.strip().toLowerCase(Locale.ROOT);
                    yield truth(TRUE.contains(written), FALSE.contains(written));
                }
                default -> null;
            };
        };
    }

    private static @Nullable Boolean truth(boolean isTrue, boolean isFalse) {
        return isTrue ? Boolean.TRUE : isFalse ? Boolean.FALSE : null;
    }

    private static @Nullable Number number(String text) {
        String written = text.strip();
        if (written.length() > NumberText.LONGEST || !NUMBERS.matcher(written).matches()) {
            return null;
        }
        String digits = written.replace(",", "");
        if (WHOLE.matcher(digits).matches()) {
            return Long.parseLong(digits);
        }
        double number = Double.parseDouble(digits);
        if (!Double.isFinite(number)) {
            return null;
        }
        boolean whole = number == Math.rint(number) && Math.abs(number) < EXACT;
        return whole ? (Number) (long) number : (Number) number;
    }
}
