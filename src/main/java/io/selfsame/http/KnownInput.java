package io.selfsame.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.selfsame.error.Invalid;
import io.selfsame.http.Operation.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a route may be sent: the parameters of the query that its operation declares, and a body if it declares one. Anything else
 * asks for something that nobody does, and its sender would take the answer for it. Immutable.
 */
final class KnownInput {

    /** Methods that browsers and libraries send without a body. */
    private static final Set<HandlerType> WITHOUT_BODY = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    /** Characters of a name that an error quotes. */
    private static final int LONGEST = 60;

    private final List<String> named;
    private final Set<String> known;
    private final boolean hasBody;
    private final boolean mayHaveBody;

    private KnownInput(HandlerType method, Operation operation) {
        this.named = operation.parameters().stream().filter(parameter -> !parameter.isInPath()).map(Parameter::name)
                .toList();
        this.known = new HashSet<>(named);
        Paging.NAMES.stream().filter(names -> named.contains(names.getFirst())).forEach(known::addAll);
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
        List<String> unknown = ctx.queryParamMap().keySet().stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new Invalid("Unknown parameter" + (unknown.size() == 1 ? " " : "s ")
                    + unknown.stream().limit(3).map(KnownInput::quoted).collect(Collectors.joining(", "))
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

    private static String quoted(String name) {
        return '"' + (name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name) + '"';
    }
}
