package io.selfsame.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.selfsame.error.Invalid;
import io.selfsame.http.Operation.Parameter;
import io.selfsame.json.KnownFields;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The input that a route accepts: the query parameters that its operation declares, and a body if it declares one. Other input
 * is refused: it would change nothing, and its sender would think that it did. Immutable.
 */
final class KnownInput {

    /** Methods that browsers and libraries send without a body. */
    private static final Set<HandlerType> WITHOUT_BODY = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    private static final Pattern UTF_8 = Pattern.compile("(?i)charset\\s*=\\s*\"?utf-?8");

    private final List<String> named;
    private final Set<String> known;
    private final boolean hasBody;
    private final boolean mayHaveBody;

    private KnownInput(HandlerType method, Operation operation) {
        this.named = operation.parameters().stream().filter(parameter -> !parameter.isInPath()).map(Parameter::name)
                .toList();
        this.known = new HashSet<>(named);
        Paging.NAMES.stream().filter(names -> named.contains(names.getFirst())).forEach(known::addAll);
        known.addAll(operation.ignored());
        this.hasBody = operation.body().isPresent();
        this.mayHaveBody = hasBody || WITHOUT_BODY.contains(method);
    }

    /** Of a route. */
    static KnownInput of(HandlerType method, Operation operation) {
        return new KnownInput(method, operation);
    }

    /**
     * Requires that a request has nothing else.
     *
     * @throws Invalid if it has; the message names what is known
     * @throws HttpError as {@link Bodies#read}, if a body comes that is not wanted
     */
    void require(Context ctx) {
        List<String> unknown = names(ctx).stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new Invalid("Unknown parameter" + (unknown.size() == 1 ? " " : "s ")
                    + unknown.stream().limit(3).map(KnownFields::quoted).collect(Collectors.joining(", "))
                    + " in the URL; " + switch (named.size()) {
                        case 0 -> "this route has none";
                        case 1 -> "the only one is " + named.getFirst();
                        default -> "known are " + String.join(", ", named);
                    } + (hasBody ? ". What belongs in the body is not read from the URL" : ""));
        }
        if (!mayHaveBody) {
            Bodies.requireNone(ctx);
        }
    }

    /** The names of all parameters. What cannot be decoded would be left out without a word, be it the one that asks for a dry run. */
    private static Set<String> names(Context ctx) {
        String query = ctx.queryString();
        Set<String> names = new LinkedHashSet<>();
        if (query == null) {
            return names;
        }
        try {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
                URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new Invalid("The parameters of the URL cannot be read: write a percent sign as %25");
        }
        String type = ctx.header("Content-Type");
        if (!names.isEmpty() && type != null && type.toLowerCase(Locale.ROOT).contains("charset")
                && !UTF_8.matcher(type).find()) {
            throw new Invalid("The parameters of the URL are in UTF-8: leave the charset of Content-Type out");
        }
        return names;
    }
}
