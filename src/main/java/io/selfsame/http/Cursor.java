package io.selfsame.http;

import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * The cursors of one route. A cursor is the place where the next page begins, as text that clients send back unchanged. It
 * contains the name of its route, so that the cursor of another route is refused and does not lead to a wrong page. Immutable.
 *
 * @param <P> a place among the rows of the route
 */
public final class Cursor<P> {

    private static final char SEPARATOR = ':';

    /** Name of the route and separator; empty where clients see the place itself. */
    private final String prefix;
    private final Function<P, String> write;
    private final Function<String, P> read;

    private Cursor(String prefix, Function<P, String> write, Function<String, P> read) {
        this.prefix = prefix;
        this.write = write;
        this.read = read;
    }

    /**
     * The cursors of a route.
     *
     * @param route a unique name without a colon
     * @param write writes a place as text
     * @param read reads a place; throws an {@link IllegalArgumentException} or a {@link DateTimeException} if the text is not
     *     valid
     */
    public static <P> Cursor<P> of(String route, Function<P, String> write, Function<String, P> read) {
        return new Cursor<>(route + SEPARATOR, write, read);
    }

    /** The cursors of a route whose places are numbers. */
    public static Cursor<Long> numbers(String route) {
        return of(route, number -> Long.toString(number), Long::parseLong);
    }

    /** The cursors of a route whose places are texts. */
    public static Cursor<String> texts(String route) {
        return of(route, Function.identity(), Function.identity());
    }

    /** Cursors that are names known to clients, who may make them themselves: any text is valid. */
    public static Cursor<String> names() {
        return new Cursor<>("", Function.identity(), Function.identity());
    }

    /** The cursor that leads to a place. */
    public String text(P place) {
        String text = prefix + write.apply(place);
        return prefix.isEmpty()
                ? text
                : Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The place where the requested page begins; empty for the first page.
     *
     * @throws Invalid if the cursor is not one of this route
     */
    public Optional<P> next(Context ctx) {
        String text = Paging.parameter(ctx, Paging.NAMES.getLast());
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(read(text).orElseThrow(() -> new Invalid("next is not a cursor of an earlier answer")));
    }

    /** The place of a cursor; empty if the text is no cursor of this route. */
    Optional<P> read(String text) {
        if (prefix.isEmpty()) {
            return Optional.of(read.apply(text));
        }
        try {
            String place = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            if (place.startsWith(prefix)) {
                // Several texts may be read as one place, but only one is written for it.
                return Optional.of(read.apply(place.substring(prefix.length())))
                        .filter(found -> text(found).equals(text));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Not written by this route.
        }
        return Optional.empty();
    }
}
