package io.selfsame.http;

import io.javalin.http.Context;
import io.selfsame.space.Grant;
import io.selfsame.space.SpaceId;
import io.selfsame.space.Spaces;
import java.nio.charset.StandardCharsets;
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

    /** Whether a secret is a management token. */
    public boolean isManagement(String secret) {
        return spaces.open(secret, Grant.GrantKind.MANAGEMENT).isPresent();
    }

    /** Demands a management token. */
    public Grant management(Context ctx) {
        String secret = bearer(ctx).orElseThrow(
                () -> challenge(ctx, "Bearer", "Send a management token as Authorization: Bearer"));
        return spaces.open(secret, Grant.GrantKind.MANAGEMENT)
                .orElseThrow(() -> challenge(ctx, "Bearer", "The management token is unknown"));
    }

    /** Demands a management token, and a space that exists. */
    public SpaceId managed(Context ctx) {
        management(ctx);
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
