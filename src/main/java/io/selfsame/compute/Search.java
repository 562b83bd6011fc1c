package io.selfsame.compute;

import io.javalin.http.Context;
import io.selfsame.http.HttpError;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a list of definitions is narrowed to: those with a text in their name, key or query, in any letter case. */
record Search(Function<Registered, String> field, String text) {

    /** From {@code search[type]=NAME|KEY|DEFINITION&search[query]=…}; everything if there is none. */
    static Search of(Context ctx) {
        String query = ctx.queryParam("search[query]");
        String type = ctx.queryParam("search[type]");
        if (query == null || query.isEmpty()) {
            return new Search(Registered::name, "");
        }
        return new Search(switch (type == null ? "NAME" : type) {
            case "NAME" -> Registered::name;
            case "KEY" -> Registered::key;
            case "DEFINITION" -> Registered::text;
            default -> throw HttpError.badRequest("validation_error", "search[type] is NAME, KEY or DEFINITION");
        }, query.toLowerCase(Locale.ROOT));
    }

    List<Registered> filter(List<Registered> all) {
        return all.stream().filter(one -> field.apply(one).toLowerCase(Locale.ROOT).contains(text)).toList();
    }
}
