package io.selfsame.destination.send;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers people may add to requests: not those that HTTP, the body and the signatures need. Pure. */
public final class ReservedHeaders {

    private static final int LONGEST_VALUE = 4_096;

    /** What HTTP calls a token; 100 characters at most. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    /** Characters of ASCII that one can see, and spaces between them. */
    private static final Pattern VALUE = Pattern.compile("[!-~]([ \t!-~]*[!-~])?");

    private static final Set<String> OURS = Set.of("accept-encoding", "connection", "content-encoding",
            "content-length", "content-type", "date", "expect", "host", "keep-alive", "te", "trailer",
            "transfer-encoding", "upgrade", "user-agent", "x-signature");

    private ReservedHeaders() {}

    /** Why a header cannot be added, as the rest of a sentence that begins with its name; empty if it can. */
    public static Optional<String> problem(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            return Optional.of("is no name of a header: letters, digits and - are, up to 100 characters");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (OURS.contains(lower) || lower.startsWith("webhook-") || lower.startsWith("proxy-")) {
            return Optional.of("is set by the service itself");
        }
        if (value.length() > LONGEST_VALUE) {
            return Optional.of("has more than " + LONGEST_VALUE + " characters");
        }
        return VALUE.matcher(value).matches()
                ? Optional.empty()
                : Optional.of("has a value that is empty, or has others than visible characters of ASCII and spaces"
                        + " between them");
    }
}
