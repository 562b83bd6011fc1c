package io.selfsame.compute.definition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.selfsame.http.Paging;
import io.selfsame.json.Json;
import java.util.List;
import java.util.Locale;

/** A page of definitions, oldest first, with cursors both ways as Segment's Public API has them. */
record DefinitionPage(List<SavedDefinition> rows, ObjectNode pagination) {

    private static final int STANDARD = 100;
    private static final int MOST = 1_000;

    /** Before all places. A cursor is never empty, as clients take an empty one for none. */
    private static final String START = "0";

    /** The page that is asked for, of all definitions, oldest first. */
    static DefinitionPage of(Context ctx, List<SavedDefinition> all) {
        int count = Paging.limit(ctx, STANDARD, MOST);
        String after = Paging.next(ctx).orElse(START);
        int from = (int) all.stream().filter(one -> place(one).compareTo(after) <= 0).count();
        int to = Math.min(from + count, all.size());
        ObjectNode pagination = Json.object().put("current", Paging.cursor(after));
        if (to < all.size()) {
            pagination.put("next", Paging.cursor(place(all.get(to - 1))));
        }
        if (from > 0) {
            pagination.put("previous", Paging.cursor(from > count ? place(all.get(from - count - 1)) : START));
        }
        return new DefinitionPage(all.subList(from, to), pagination.put("totalEntries", all.size()));
    }

    /** Where it stands; in the order of these texts. */
    private static String place(SavedDefinition saved) {
        return String.format(Locale.ROOT, "%013d/%s", saved.createdAt().toEpochMilli(), saved.id());
    }
}
