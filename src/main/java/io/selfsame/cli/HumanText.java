package io.selfsame.cli;

import java.util.Locale;

/** Numbers and words as a person reads and a shell takes them. */
public final class HumanText {
    private HumanText() {}

    public static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** In single quotes, so that a POSIX shell takes it as it is. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
