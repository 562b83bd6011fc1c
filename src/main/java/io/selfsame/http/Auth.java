package io.selfsame.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.selfsame.space.Grant;
import io.selfsame.space.Role;
import io.selfsame.space.SpaceId;
import io.selfsame.space.Spaces;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Who may do what. Thread safe. */
public final class Auth {

    private final Spaces spaces;

    public Auth(Spaces spaces) {
        this.spaces = spaces;
    }

    /** The user name of a Basic header, with or without the colon after it. */
    public static Optional<String> basic(Context ctx) {
        String header = ctx.header("Authorization");
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String pair = new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return Optional.of(colon < 0 ? pair : pair.substring(0, colon)).filter(user -> !user.isEmpty());
        } catch (IllegalArgumentException e) {
            throw HttpError.unauthorized("The Basic authorization header is not valid Base64");
        }
    }

    /** Opens a write key. */
    public Grant writeKey(Optional<String> key) {
        String secret = key.orElseThrow(() -> HttpError.unauthorized(
                "No write key: send it as the user name of Basic authorization, or as writeKey in the body"));
        return spaces.open(secret, Grant.GrantKind.WRITE_KEY)
                .orElseThrow(() -> HttpError.unauthorized("The write key is unknown or revoked"));
    }

    /**
     * Opens an access token for the space in the path. Answers alike for a space of somebody else and for one that does
     * not exist.
     */
    public SpaceId accessToken(Context ctx, String space) {
        if (ctx.header("Origin") != null) {
            throw HttpError.forbidden("The Profile API is for back ends; requests from browsers are refused");
        }
        String secret = basic(ctx).orElseThrow(() -> challenge(ctx, "Basic realm=\"selfsame\"",
                "Send the space's access token as the user name of Basic authorization, with an empty password"));
        Grant grant = spaces.open(secret, Grant.GrantKind.ACCESS_TOKEN).orElseThrow(
                () -> challenge(ctx, "Basic realm=\"selfsame\"", "The access token is unknown or revoked"));
        if (!grant.space().equals(space)) {
            throw HttpError.forbidden("This access token does not open this space");
        }
        return grant.spaceId();
    }

    /** The token of a Bearer header. */
    public static Optional<String> bearer(Context ctx) {
        String header = ctx.header("Authorization");
        return header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.empty()
                : Optional.of(header.substring(7).strip());
    }

    /** Whether a secret is a management token for what concerns all spaces. */
    public boolean isManagement(String secret) {
        return spaces.open(secret, Grant.GrantKind.MANAGEMENT)
                .filter(grant -> !grant.isExpired(Instant.now()) && grant.limitedTo().isEmpty()).isPresent();
    }

    /** Demands a management token: to read, that of a viewer, else that of an editor. Otherwise as {@link #management(Context, Role)}. */
    public Grant management(Context ctx) {
        return management(ctx, usual(ctx));
    }

    /**
     * Demands a management token of that role or a larger one. In a path with a space it must open that space, else all of them;
     * a token of one space is answered alike for all others, whether they exist or not.
     */
    public Grant management(Context ctx, Role needed) {
        Grant grant = managementToken(ctx);
        String space = ctx.pathParamMap().get("space");
        grant.limitedTo().filter(only -> !only.value().equals(space)).ifPresent(only -> {
            throw HttpError.forbidden(space == null
                    ? "This management token is for the space '" + only + "' alone; this needs one for all spaces"
                    : "This management token does not open this space; it is for '" + only + "' alone");
        });
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

    private static Role usual(Context ctx) {
        return ctx.method().equals(HandlerType.GET) ? Role.VIEWER : Role.EDITOR;
    }

    /** Demands a management token as {@link #management(Context)}, and a space that exists. */
    public SpaceId managed(Context ctx) {
        return managed(ctx, usual(ctx));
    }

    /** Demands a management token as {@link #management(Context, Role)}, and a space that exists. */
    public SpaceId managed(Context ctx, Role needed) {
        management(ctx, needed);
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

    private static HttpError challenge(Context ctx, String scheme, String message) {
        ctx.header("WWW-Authenticate", scheme);
        return HttpError.unauthorized(message);
    }
}
