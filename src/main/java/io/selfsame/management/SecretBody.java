package io.selfsame.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.http.Bodies;
import io.selfsame.json.Json;
import io.selfsame.json.KnownFields;
import io.selfsame.json.TimeText;
import io.selfsame.space.Grant;
import io.selfsame.space.Role;
import io.selfsame.space.SpaceId;
import io.selfsame.space.Spaces;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** What is asked for with a new key or token. Nobody needs a body for it. */
final class SecretBody {

    private static final int BODY = 64 * 1024;
    private static final int LONGEST_NAME = 200;

    private final JsonNode body;

    private SecretBody(JsonNode body) {
        this.body = body;
    }

    /** Reads the body of a request, which may hold these fields. */
    static SecretBody read(Context ctx, KnownFields fields) {
        JsonNode body = Bodies.isAbsent(ctx) ? Json.object() : Bodies.json(ctx, BODY);
        fields.require(body);
        return new SecretBody(body);
    }

    String name() {
        String name = body.path("name").asText("").strip();
        return name.isEmpty() ? "unnamed" : checked(name);
    }

    /** A name that is not too long. */
    static String checked(String name) {
        if (name.length() > LONGEST_NAME) {
            throw wrong("The name has " + name.length() + " characters; " + LONGEST_NAME + " are the most");
        }
        return name;
    }

    /** Of a write key. */
    Grant.KeyKind keyKind() {
        return text("kind").map(text -> Grant.KeyKind.of(text).orElseThrow(
                () -> wrong("kind is \"browser\" for keys that anybody can read, and \"server\" for all others")))
                .orElse(Grant.KeyKind.SERVER);
    }

    /** A management token that ends later than now, if it ends. */
    Spaces.NewToken token(Instant now, Predicate<SpaceId> exists) {
        String name = name();
        if (name.equals(Spaces.SETTINGS_TOKEN)) {
            throw wrong(name + " is the name of the token from the settings; choose another");
        }
        Role role = text("role").map(
                text -> Role.of(text).orElseThrow(() -> wrong("role is one of viewer, editor and admin")))
                .orElse(Role.ADMIN);
        Optional<SpaceId> space = text("space").map(text -> space(text).filter(exists).orElseThrow(
                () -> wrong("space names no space; GET /v1/spaces lists them, and without it the token is for all")));
        return new Spaces.NewToken(name, role, space, end(now));
    }

    private static Optional<SpaceId> space(String text) {
        try {
            return Optional.of(new SpaceId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Instant> end(Instant now) {
        JsonNode value = body.path("expiresAt");
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        // null neither: a variable that nobody has set must not open everything, for ever.
        Instant end = TimeText.given("expiresAt", value);
        if (!end.isAfter(now)) {
            throw wrong("expiresAt is not in the future; without it the token does not expire");
        }
        return Optional.of(end);
    }

    /** The text of a field, if it is there. */
    private Optional<String> text(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            // null neither: a variable that nobody has set must not open everything, for ever.
            throw wrong(field + " is not a string; leave it out for its default");
        }
        return Optional.of(value.textValue());
    }

    private static Invalid wrong(String message) {
        return new Invalid(message);
    }
}
