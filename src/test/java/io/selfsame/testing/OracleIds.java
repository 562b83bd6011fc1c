package io.selfsame.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The external IDs of a message, as the oracle sees them: the paths that random streams use, and the default blocks. */
final class OracleIds {

    private static final Pattern WORD = Pattern.compile("(?i:0|null|none|nan|nil|n/a|not set|\\[object Object]|"
            + "anonymous|guest|distinctid|distinct_id|id|not_authenticated|email|undefined|true|false)");
    private static final Pattern BLOCKED = Pattern.compile("[0-]*|-1|(['\"]?)(" + WORD + ")\\1"
            + "|(?i:[<(](null|not set|not provided)[>)])|%[A-Za-z_.]+%");

    private static final String NOBODY_SEES = "[\\s\\p{Z}\\p{Cf}\\p{Cc}]*";
    private static final Pattern UNSEEN = Pattern.compile(NOBODY_SEES);
    private static final Pattern UNSEEN_ENDS = Pattern.compile("^" + NOBODY_SEES + "|" + NOBODY_SEES + "$");

    private OracleIds() {}

    static Set<Oracle.Id> of(JsonNode message) {
        Set<Oracle.Id> ids = new LinkedHashSet<>();
        add(ids, "user_id", message.path("userId"));
        if (!message.path("type").asText().equals("group")) {
            add(ids, "email", message.at("/traits/email"));
        }
        add(ids, "email", message.at("/context/traits/email"));
        add(ids, "anonymous_id", message.path("anonymousId"));
        for (JsonNode entry : message.at("/context/externalIds")) {
            if (entry.path("collection").asText().equals("users")) {
                add(ids, entry.path("type").asText(), entry.path("id"));
            }
        }
        return ids;
    }

    static boolean blocked(Oracle.Id id) {
        return BLOCKED.matcher(id.value()).matches();
    }

    private static void add(Set<Oracle.Id> ids, String type, JsonNode value) {
        String text = value.asText();
        if (type.equals("email")) {
            text = Normalizer.normalize(UNSEEN_ENDS.matcher(text).replaceAll("").toLowerCase(Locale.ROOT),
                    Normalizer.Form.NFC);
        }
        if (!UNSEEN.matcher(text).matches()) {
            ids.add(new Oracle.Id(type, text));
        }
    }
}
