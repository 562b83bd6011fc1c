package io.selfsame.compute.definition;

import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a list of definitions is narrowed to: those with a text in their name, key or query, in any letter case. */
record DefinitionSearch(Function<SavedDefinition, String> field, String text) {

    /** From {@code search[type]=NAME|KEY|DEFINITION&search[query]=…}; everything if there is none. */
    static DefinitionSearch of(Context ctx) {
        String query = ctx.queryParam("search[query]");
        String type = ctx.queryParam("search[type]");
        if (query == null || query.isEmpty()) {
            return new DefinitionSearch(SavedDefinition::name, "");
        }
        return new DefinitionSearch(switch (type == null ? "NAME" : type) {
            case "NAME" -> SavedDefinition::name;
            case "KEY" -> SavedDefinition::key;
            case "DEFINITION" -> SavedDefinition::text;
            default -> throw new Invalid("search[type] is NAME, KEY or DEFINITION");
        }, query.toLowerCase(Locale.ROOT));
    }

    List<SavedDefinition> filter(List<SavedDefinition> all) {
        return all.stream().filter(one -> field.apply(one).toLowerCase(Locale.ROOT).contains(text)).toList();
    }
}
