package io.selfsame.destination.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers a destination may add to its requests. */
final class HeaderRules {

    static final int MOST = 20;

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_VALUE = 1_000;
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1," + LONGEST_NAME + "}");
    private static final Pattern VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");

    /** What whoever sends sets itself, and what belongs to a connection and not to a message. */
    private static final Set<String> RESERVED = Set.of("host", "content-length", "content-type", "content-encoding",
            "transfer-encoding", "connection", "keep-alive", "upgrade", "expect", "te", "trailer", "date", "user-agent",
            "accept-encoding", "x-signature", "webhook-id", "webhook-timestamp", "webhook-signature", "http2-settings");

    private HeaderRules() {}

    /** What is wrong with a name, to stand behind it. */
    static Optional<String> problemOfName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            return Optional.of("is no name of a header of 1 to " + LONGEST_NAME + " characters");
        }
        return RESERVED.contains(lower) || lower.startsWith("proxy-")
                ? Optional.of("is a header that the service sets itself")
                : Optional.empty();
    }

    /** What is wrong with a value, to stand behind the name; the value is not quoted, as it may be a secret. */
    static Optional<String> problemOfValue(String value) {
        return value.length() <= LONGEST_VALUE && VALUE.matcher(value).matches()
                ? Optional.empty()
                : Optional.of("is not 1 to " + LONGEST_VALUE
                        + " visible characters of ASCII, with spaces only in between");
    }
}
