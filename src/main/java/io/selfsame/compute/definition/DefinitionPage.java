package io.selfsame.compute.definition;

import io.javalin.http.Context;
import io.selfsame.http.Cursor;
import io.selfsame.http.Paging;
import io.selfsame.http.Paging.Pagination;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A page of definitions, oldest first, with cursors both ways as Segment's Public API has them. */
record DefinitionPage(List<SavedDefinition> rows, Pagination pagination) {

    private static final int STANDARD = 100;
    private static final int MOST = 1_000;

    /**
     * Where a definition stands.
     *
     * @param createdAt in whole milliseconds
     */
    private record DefinitionPlace(Instant createdAt, String id) {

        /** Before all others. */
        private static final DefinitionPlace START = new DefinitionPlace(Instant.EPOCH, "");

        private static final Comparator<DefinitionPlace> ORDER = Comparator.comparing(DefinitionPlace::createdAt)
                .thenComparing(DefinitionPlace::id);

        static DefinitionPlace of(SavedDefinition saved) {
            return new DefinitionPlace(saved.createdAt().truncatedTo(ChronoUnit.MILLIS), saved.id());
        }

        static DefinitionPlace parse(String text) {
            int slash = Math.max(0, text.indexOf('/'));
            return new DefinitionPlace(Instant.ofEpochMilli(Long.parseLong(text.substring(0, slash))),
                    text.substring(slash + 1));
        }

        String text() {
            return createdAt.toEpochMilli() + "/" + id;
        }
    }

    /** The page that is asked for, of all definitions of a kind, oldest first. */
    static DefinitionPage of(Context ctx, DefinitionKind kind, List<SavedDefinition> all) {
        Cursor<DefinitionPlace> cursor = Cursor.of(kind.route(), DefinitionPlace::text, DefinitionPlace::parse);
        int count = Paging.limit(ctx, STANDARD, MOST);
        DefinitionPlace after = cursor.next(ctx).orElse(DefinitionPlace.START);
        List<DefinitionPlace> places = all.stream().map(DefinitionPlace::of).toList();
        int from = (int) places.stream().filter(one -> DefinitionPlace.ORDER.compare(one, after) <= 0).count();
        int to = Math.min(from + count, all.size());
        Optional<String> next = to < all.size() ? Optional.of(cursor.text(places.get(to - 1))) : Optional.empty();
        Optional<String> previous = from > 0
                ? Optional.of(cursor.text(from > count ? places.get(from - count - 1) : DefinitionPlace.START))
                : Optional.empty();
        // Clients take an empty cursor for none, so the start has one as well.
        return new DefinitionPage(all.subList(from, to),
                new Pagination(cursor.text(after), next, previous, Optional.of(all.size())));
    }
}
