package io.selfsame.cli;

import java.util.Locale;

/** Numbers and words as a person reads and a shell takes them. */
final class Plain {
    private Plain() {}

    static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** In single quotes, so that a POSIX shell takes it as it is. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
