package io.selfsame.tracking;

import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.http.Bodies;
import io.selfsame.http.HttpError;
import java.util.Base64;

/** An event in the URL of an image, for mail and for pages without scripts. */
final class Pixel {

    /** One transparent point. */
    private static final byte[] GIF = Base64.getDecoder()
            .decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private Pixel() {}

    /**
     * The JSON in {@code data}: Base64 of either alphabet, with or without padding.
     *
     * @param isKnown whether the sender has shown a key otherwise
     * @throws HttpError 401 if there is none, as the key would be in it
     * @throws Invalid if there is none though the sender is known, or it is no Base64
     */
    static byte[] data(Context ctx, boolean isKnown) {
        String data = ctx.queryParam("data");
        if (data == null || data.isBlank()) {
            String message = "data is missing: send ?data= with the event as JSON, in Base64";
            if (isKnown) {
                throw new Invalid("bad_request", message);
            }
            throw HttpError.unauthorized(message + ", and writeKey in it");
        }
        try {
            // A plus that nobody has encoded is a space in a query.
            return Base64.getUrlDecoder().decode(data.strip().replace(' ', '-').replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException e) {
            throw new Invalid("bad_request", "data is not Base64: " + e.getMessage());
        }
    }

    /** What is wrong with an event, in words of where it stands. */
    static Invalid ofData(Invalid e) {
        String body = "The body ";
        return e.getMessage().startsWith(body)
                ? new Invalid(e.code(), "data " + e.getMessage().substring(body.length()))
                : e;
    }

    /** What is loaded must be loaded again the next time, or there is no second event. */
    static void answer(Context ctx) {
        ctx.header("Cache-Control", "no-store");
        Bodies.answer(ctx, "image/gif", GIF);
    }
}
