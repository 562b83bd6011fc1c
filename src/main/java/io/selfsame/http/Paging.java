package io.selfsame.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.util.RawValue;
import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.json.ApiSchema;
import io.selfsame.json.Json;
import io.selfsame.json.Utf8;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads query parameters that many routes have, and answers with pages. */
public final class Paging {

    /** The names of a parameter, the first of which is ours; the others are those of clients of Segment's Public API. */
    static final List<List<String>> NAMES = List.of(List.of("limit", "pagination[count]", "pagination.count"),
            List.of("next", "pagination[cursor]", "pagination.cursor"));

    private static final String URL = "cursor.url";
    private static final Pattern ITEMS = Pattern.compile("(?<!\\\\),");
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final Cursor<String> SPACES = Cursor.texts("spaces");

    private Paging() {}

    /** A {@code limit}, from 1 to {@code most}; clients of Segment's Public API call it {@code pagination[count]}. */
    public static int limit(Context ctx, int standard, int most) {
        String text = parameter(ctx, NAMES.getFirst());
        if (text.isEmpty()) {
            return standard;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same sentence.
        }
        throw new Invalid("limit is a whole number from 1 to " + most);
    }

    /** A parameter by any of its names; the empty text if it is absent. */
    static String parameter(Context ctx, List<String> names) {
        return names.stream().map(ctx::queryParam).filter(text -> text != null && !text.isEmpty()).findFirst()
                .orElse("");
    }

    /**
     * A comma-separated list, in one or several parameters; a comma in an item is written with a backslash before it. May be
     * empty.
     */
    public static Set<String> list(Context ctx, String name) {
        Set<String> items = new LinkedHashSet<>();
        for (String text : ctx.queryParams(name)) {
            ITEMS.splitAsStream(text).map(item -> item.replace("\\,", ",").strip()).filter(item -> !item.isEmpty())
                    .forEach(items::add);
        }
        return items;
    }

    /** A {@code true|false} parameter. */
    public static boolean flag(Context ctx, String name) {
        String text = ctx.queryParam(name);
        if (text == null || text.isEmpty() || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw new Invalid(name + " is true or false");
    }

    /** The space after which a page of spaces begins, as {@link #cursor(String)} made it. */
    public static Optional<String> next(Context ctx) {
        return SPACES.next(ctx);
    }

    /** The cursor of the list of spaces after one; empty for the first page. */
    public static String cursor(String space) {
        return space.isEmpty() ? "" : SPACES.text(space);
    }

    /** Sets the URL of the cursors of this answer: the same route, with other values of some of its parameters. */
    public static void url(Context ctx, Map<String, String> parameters) {
        ctx.attribute(URL, path(ctx, parameters));
    }

    /** The path of this request as its route has it, whatever slashes it came with. */
    private static String path(Context ctx, Map<String, String> others) {
        return PARAMETER.matcher(ctx.endpoints().lastHttpEndpoint().path).replaceAll(found -> {
            String name = found.group(1);
            String value = others.getOrDefault(name, ctx.pathParamMap().getOrDefault(name, ""));
            return Matcher.quoteReplacement(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")
                    .replace("%3A", ":"));
        });
    }

    /** How to read the next page. */
    @ApiSchema("Cursor")
    public record PageCursor(String url, @JsonProperty("has_more") boolean hasMore, String next, int limit) {}

    /** How to read the next page, in the form of Segment's Public API. */
    @ApiSchema
    public record Pagination(String current, Optional<String> next, Optional<String> previous,
            Optional<Integer> totalEntries) {}

    /** A page whose rows are written already. */
    private record Page(List<RawValue> data, PageCursor cursor) {}

    /** The cursor of an answer; {@code next} is empty on the last page. */
    public static PageCursor pageCursor(Context ctx, String next, int limit) {
        return new PageCursor(
                Optional.ofNullable(ctx.<String>attribute(URL)).orElseGet(() -> path(ctx, Map.of())), !next.isEmpty(),
                next, limit);
    }

    /**
     * Answers with a page. It ends before {@code limit} where its rows are long.
     *
     * @param rows at most one more than {@code limit}; that one says that there is more
     * @param shown makes the answer of a row; called only for rows of the page
     * @param behind the cursor that continues after a row; called only for the last row of the page
     */
    public static <T> void answer(Context ctx, List<T> rows, int limit, Function<T, ?> shown,
            Function<T, String> behind) {
        answer(ctx, rows, false, limit, shown, behind);
    }

    /**
     * As {@link #answer(Context, List, int, Function, Function)}.
     *
     * @param more whether there are more rows, which were not read
     */
    public static <T> void answer(Context ctx, List<T> rows, boolean more, int limit, Function<T, ?> shown,
            Function<T, String> behind) {
        List<RawValue> data = new ArrayList<>();
        var size = new PageSize();
        for (T row : rows.subList(0, Math.min(limit, rows.size()))) {
            String text = Json.write(shown.apply(row));
            if (!size.takes(Utf8.length(text))) {
                break;
            }
            data.add(new RawValue(text));
        }
        int count = data.size();
        Bodies.answer(ctx, new Page(data, pageCursor(ctx,
                more || rows.size() > count ? behind.apply(rows.get(count - 1)) : "", limit)));
    }

    /** The size of a page so far. The first row is always accepted, so that every page makes progress. */
    public static final class PageSize {

        /** Bytes of JSON. */
        public static final int MOST = 1024 * 1024;

        private long taken;

        /** Whether the page has room for these bytes; then they are counted. */
        public boolean takes(long bytes) {
            if (taken > 0 && taken + bytes > MOST) {
                return false;
            }
            taken += bytes;
            return true;
        }
    }
}
