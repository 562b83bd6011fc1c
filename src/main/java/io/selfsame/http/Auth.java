package io.selfsame.http;

import io.javalin.http.Context;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.space.Grant;
import io.selfsame.space.Role;
import io.selfsame.space.SpaceId;
import io.selfsame.space.Spaces;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks keys and tokens. Thread safe. */
public final class Auth {

    /** A write key as Jitsu's clients have it: its public ID, and the secret. */
    private static final Pattern WITH_ID = Pattern.compile("src_[0-9a-f]{18}:[^:]+");

    private final Spaces spaces;
    private final Optional<byte[]> metricsToken;

    /** @param metricsToken {@code SELFSAME_METRICS_TOKEN}: it opens the metrics and nothing else, and needs no Neo4j */
    public Auth(Spaces spaces, Optional<String> metricsToken) {
        this.spaces = spaces;
        this.metricsToken = metricsToken.map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** The user name of a Basic header, with or without the colon after it. */
    private static Optional<String> basic(Context ctx) {
        return pair(ctx).map(pair -> pair.replaceFirst("(?s):.*", "")).filter(user -> !user.isEmpty());
    }

    private static Optional<String> pair(Context ctx) {
        String header = ctx.header("Authorization");
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw HttpError.unauthorized("The Basic authorization header is not valid Base64");
        }
    }

    /** The write key in a header, if there is one: the user of a Basic header, or {@code X-Write-Key}. */
    public static Optional<String> sentWriteKey(Context ctx) {
        Optional<String> withId = pair(ctx).map(pair -> pair.replaceFirst(":$", ""))
                .filter(pair -> WITH_ID.matcher(pair).matches());
        return withId.or(() -> basic(ctx)).or(() -> Optional.ofNullable(ctx.header("X-Write-Key")));
    }

    /** As {@link #sentWriteKey}, or {@code writeKey} in the URL, where a caller cannot set headers. */
    public static Optional<String> sentWriteKeyOrInUrl(Context ctx) {
        return sentWriteKey(ctx)
                .or(() -> Optional.ofNullable(ctx.queryParam("writeKey")).filter(key -> !key.isEmpty()));
    }

    /** The secret part of a write key as it was sent: behind its public ID and a colon, if it has them. */
    public static String secret(String sent) {
        return sent.substring(sent.indexOf(':') + 1);
    }

    /** The grant of a write key, which may have its public ID and a colon before it. The ID alone is not enough. */
    public Grant writeKey(Optional<String> key) {
        String sent = key.orElseThrow(() -> HttpError.unauthorized(
                "No write key: send it as the user name of Basic authorization, or as writeKey in the body"));
        int colon = sent.indexOf(':');
        return spaces.open(secret(sent), Grant.GrantKind.WRITE_KEY)
                .filter(grant -> colon < 0 || grant.id().equals(sent.substring(0, colon)))
                .orElseThrow(() -> HttpError.unauthorized("The write key is unknown or revoked"));
    }

    /**
     * Demands what a route demands, of which only the header is looked at.
     *
     * @return what was opened; empty if the route is open to all, looks for its write key itself, or shows metrics
     */
    Optional<Grant> admit(Context ctx, Access access) {
        return switch (access) {
            case OPEN, WRITE_KEY -> Optional.empty();
            case ACCESS_TOKEN -> Optional.of(accessToken(ctx));
            case VIEWER, EDITOR, ADMIN -> Optional.of(require(ctx, access));
            case METRICS -> {
                requireMetrics(ctx);
                yield Optional.empty();
            }
        };
    }

    /**
     * The space in the path, for what {@link #admit} has opened. With a management token it must exist; an access token
     * opens none that does not.
     */
    SpaceId space(Context ctx, Grant grant) {
        if (grant.kind() == Grant.GrantKind.ACCESS_TOKEN) {
            return grant.spaceId();
        }
        SpaceId space;
        try {
            space = new SpaceId(ctx.pathParam("space"));
        } catch (IllegalArgumentException e) {
            throw HttpError.notFound("There is no such space");
        }
        if (spaces.get(space).isEmpty()) {
            throw HttpError.notFound("There is no space '" + space + "'");
        }
        return space;
    }

    /**
     * Requires a management token with the role that a route needs, or a higher one. If the path has a space, the token must
     * open it; otherwise it must open all spaces. A token of one space gets the same answer for all other spaces, whether they
     * exist or not.
     *
     * @param access {@link Access#VIEWER}, {@link Access#EDITOR} or {@link Access#ADMIN}
     */
    public Grant require(Context ctx, Access access) {
        Grant grant = managementToken(ctx);
        String space = ctx.pathParamMap().get("space");
        grant.limitedTo().filter(only -> !only.value().equals(space)).ifPresent(only -> {
            throw HttpError.forbidden(space == null
                    ? "This management token is for the space '" + only + "' alone; this needs one for all spaces"
                    : "This management token does not open this space; it is for '" + only + "' alone");
        });
        Role needed = access.role();
        if (!grant.may(needed)) {
            throw HttpError.forbidden("This needs a management token with the role " + needed.text()
                    + "; the role of this one is " + grant.role().text());
        }
        return grant;
    }

    private Grant managementToken(Context ctx) {
        String secret = bearer(ctx).orElseThrow(
                () -> challenge(ctx, "Bearer", "Send a management token as Authorization: Bearer"));
        Grant grant = spaces.open(secret, Grant.GrantKind.MANAGEMENT)
                .orElseThrow(() -> challenge(ctx, "Bearer", "The management token is unknown"));
        if (grant.isExpired(Instant.now())) {
            throw challenge(ctx, "Bearer", "The management token has expired"
                    + grant.expiresAt().map(end -> " at " + end).orElse("") + "; use another");
        }
        return grant;
    }

    /**
     * Opens an access token for the space in the path. Answers alike for a space of somebody else and for one that does
     * not exist.
     */
    private Grant accessToken(Context ctx) {
        if (ctx.header("Origin") != null) {
            throw HttpError.forbidden("The Profile API is for back ends; requests from browsers are refused");
        }
        String secret = basic(ctx).orElseThrow(() -> challenge(ctx, "Basic realm=\"selfsame\"",
                "Send the space's access token as the user name of Basic authorization, with an empty password"));
        Grant grant = spaces.open(secret, Grant.GrantKind.ACCESS_TOKEN).orElseThrow(
                () -> challenge(ctx, "Basic realm=\"selfsame\"", "The access token is unknown or revoked"));
        if (!grant.space().equals(ctx.pathParam("space"))) {
            throw HttpError.forbidden("This access token does not open this space");
        }
        return grant;
    }

    private void requireMetrics(Context ctx) {
        Optional<String> given = bearer(ctx);
        if (given.isPresent() && (isMetricsToken(given.get()) || isManagement(given.get()))) {
            return;
        }
        throw challenge(ctx, "Bearer",
                "Send the value of SELFSAME_METRICS_TOKEN, or a management token, as Authorization: Bearer");
    }

    private boolean isMetricsToken(String given) {
        return metricsToken.isPresent()
                && MessageDigest.isEqual(metricsToken.get(), given.getBytes(StandardCharsets.UTF_8));
    }

    /** Neo4j knows those tokens. */
    private boolean isManagement(String given) {
        try {
            return spaces.open(given, Grant.GrantKind.MANAGEMENT)
                    .filter(grant -> !grant.isExpired(Instant.now()) && grant.limitedTo().isEmpty()).isPresent();
        } catch (GraphUnavailable e) {
            throw HttpError
                    .unavailable("Neo4j does not answer, so the token cannot be looked up; SELFSAME_METRICS_TOKEN"
                            + " is a token that needs no Neo4j", 1);
        }
    }

    /** The token of a Bearer header. */
    private static Optional<String> bearer(Context ctx) {
        String header = ctx.header("Authorization");
        return header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.empty()
                : Optional.of(header.substring(7).strip());
    }

    private static HttpError challenge(Context ctx, String scheme, String message) {
        ctx.header("WWW-Authenticate", scheme);
        return HttpError.unauthorized(message);
    }
}
