package io.selfsame.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.http.Bodies;
import io.selfsame.json.KnownFields;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** What is to be changed of a space. */
record SpaceChange(Optional<String> name, Optional<String> timeZone) {

    private static final int BODY = 64 * 1024;
    private static final KnownFields FIELDS = KnownFields.of("name", "timeZone").ignoring("id", "slug", "createdAt");

    /** Longer texts are no names of time zones, and not quoted. */
    private static final int LONGEST = 60;

    static SpaceChange read(Context ctx) {
        JsonNode body = Bodies.json(ctx, BODY);
        FIELDS.require(body);
        return new SpaceChange(text(body, "name").map(SecretBody::checked),
                text(body, "timeZone").map(SpaceChange::timeZone));
    }

    private static Optional<String> text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new Invalid(field + " is not a string; leave it out to keep it as it is");
        }
        return Optional.of(value.textValue());
    }

    private static String timeZone(String text) {
        if (ZoneId.getAvailableZoneIds().contains(text)) {
            return text;
        }
        String wanted = text.strip().replace(' ', '_').toLowerCase(Locale.ROOT);
        Optional<String> near = ZoneId.getAvailableZoneIds().stream().filter(id -> {
            String known = id.toLowerCase(Locale.ROOT);
            return known.equals(wanted) || known.endsWith("/" + wanted);
        }).sorted().findFirst();
        throw new Invalid("timeZone is the name of a time zone as in the IANA database, like Europe/Berlin or UTC"
                + (text.length() > LONGEST ? "" : "; '" + text + "' is none")
                + near.map(id -> ". Did you mean " + id + "?").orElse(""));
    }
}
