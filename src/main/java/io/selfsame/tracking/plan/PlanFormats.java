package io.selfsame.tracking.plan;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * The formats that are checked. The library's own are left out: some are regular expressions whose time or stack grows without bound
 * with the value.
 */
final class PlanFormats {

    /** Characters of a value that can have a format. */
    private static final int LONGEST = 2_048;

    /** All of them. */
    static final List<Format> ALL = List.of(format("date-time", PlanFormats::isDateTime),
            format("date", text -> LocalDate.parse(text) != null), format("email", PlanFormats::isEmail),
            format("uuid", text -> UUID.fromString(text).toString().equalsIgnoreCase(text)),
            format("uri", text -> new URI(text).isAbsolute()));

    private PlanFormats() {}

    private interface Check {

        boolean holds(String text) throws URISyntaxException;
    }

    private static Format format(String name, Check check) {
        return new Format() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public boolean matches(ExecutionContext context, String value) {
                if (context instanceof CountedContext counted) {
                    counted.spend(value.length() / 8);
                }
                try {
                    return value.length() <= LONGEST && check.holds(value);
                } catch (URISyntaxException | DateTimeException | IllegalArgumentException e) {
                    return false;
                }
            }
        };
    }

    private static boolean isDateTime(String text) {
        return OffsetDateTime.parse(text) != null;
    }

    /** One @ with something before it, and a domain behind it. Which mailboxes there are only their servers know. */
    private static boolean isEmail(String text) {
        int at = text.lastIndexOf('@');
        return at > 0 && at < text.length() - 1 && text.chars().noneMatch(Character::isWhitespace)
                && text.indexOf('@') == at && !text.startsWith(".", at + 1) && !text.endsWith(".");
    }
}
