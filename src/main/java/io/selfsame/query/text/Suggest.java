package io.selfsame.query.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What someone may have meant by a word that is none of ours. */
public final class Suggest {

    /** Words of other languages, and what we call it. */
    private static final Map<String, String> SYNONYMS = Map.ofEntries(Map.entry("is", "equals"),
            Map.entry("eq", "equals"), Map.entry("equal", "equals"), Map.entry("equal_to", "equals"),
            Map.entry("ne", "differs"), Map.entry("neq", "differs"), Map.entry("not_equals", "differs"),
            Map.entry("not_equal", "differs"), Map.entry("is_not", "differs"), Map.entry("gt", "greater_than"),
            Map.entry("more_than", "greater_than"), Map.entry("gte", "at_least"), Map.entry("lt", "less_than"),
            Map.entry("lte", "at_most"), Map.entry("in", "one_of"), Map.entry("any_of", "one_of"),
            Map.entry("not_in", "none_of"), Map.entry("in_set", "in_list"), Map.entry("not_in_set", "not_in_list"),
            Map.entry("like", "matches"), Map.entry("ilike", "matches_ignore_case"),
            Map.entry("glob", "matches"), Map.entry("wildcard", "matches"), Map.entry("regex", "matches"),
            Map.entry("equals_insensitive", "equals_ignore_case"), Map.entry("iequals", "equals_ignore_case"),
            Map.entry("icontains", "contains_ignore_case"),
            Map.entry("version_is", "version_equals"), Map.entry("version_gt", "version_greater_than"),
            Map.entry("version_gte", "version_at_least"), Map.entry("version_lt", "version_less_than"),
            Map.entry("version_lte", "version_at_most"),
            Map.entry("includes", "contains"), Map.entry("not_contains", "omits"),
            Map.entry("does_not_contain", "omits"), Map.entry("excludes", "omits"),
            Map.entry("begins_with", "starts_with"),
            Map.entry("not_exists", "absent"), Map.entry("is_null", "absent"), Map.entry("missing", "absent"),
            Map.entry("is_set", "exists"), Map.entry("before", "before_date"), Map.entry("after", "after_date"),
            Map.entry("birthday", "anniversary_today"), Map.entry("is_birthday", "anniversary_today"),
            Map.entry("anniversary", "anniversary_today"), Map.entry("is_anniversary", "anniversary_today"),
            Map.entry("average", "avg"), Map.entry("mean", "avg"), Map.entry("maximum", "max"),
            Map.entry("minimum", "min"), Map.entry("total", "sum"), Map.entry("most_frequent", "mode"),
            Map.entry("earliest", "first"), Map.entry("latest", "last"), Map.entry("distinct", "unique"),
            Map.entry("days", "count_days"), Map.entry("distinct_days", "count_days"),
            Map.entry("active_days", "count_days"), Map.entry("first_time", "first_seen"),
            Map.entry("last_time", "last_seen"),
            Map.entry("filter", "where"), Map.entry("since", "within"), Map.entry("in_last", "within"),
            Map.entry("session", "expires_after"), Map.entry("audience", "trait"), Map.entry("segment", "trait"),
            Map.entry("cohort", "trait"), Map.entry("user", "trait"), Map.entry("track", "event"),
            Map.entry("performed", "event"),
            Map.entry("events", "any_event"), Map.entry("all_events", "any_event"),
            Map.entry("activity", "any_event"), Map.entry("created", "created_at"), Map.entry("consented", "consent"),
            Map.entry("some", "ANY"),
            Map.entry("every", "ALL"));

    /** Longer words are cut short in messages, and resemble nothing. */
    private static final int LONGEST = 40;

    private Suggest() {}

    /** {@code " Did you mean 'x'?"}, or nothing if nothing is near. */
    public static String didYouMean(String word, Collection<String> known) {
        return nearest(word, known).map(near -> " Did you mean '" + near + "'?").orElse("");
    }

    /** The known word that was most likely meant. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        String written = word.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", "_").toLowerCase(Locale.ROOT);
        String synonym = SYNONYMS.get(written);
        if (synonym != null && known.contains(synonym)) {
            return Optional.of(synonym);
        }
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        record Near(String text, int distance) {}
        // A third of the letters, and of a short word one, may be wrong: more, and guesses mislead.
        int most = Math.max(1, written.length() / 3);
        return known.stream().map(text -> new Near(text, distance(written, text.toLowerCase(Locale.ROOT))))
                .filter(near -> near.distance() <= most && near.distance() < written.length())
                .min(Comparator.comparingInt(Near::distance)).map(Near::text);
    }

    /** What someone wrote, as a message shows it: not too long, and without characters that cannot be seen. */
    public static String brief(String written) {
        String shown = written.codePointCount(0, written.length()) > LONGEST
                ? written.substring(0, written.offsetByCodePoints(0, LONGEST)) + "…"
                : written;
        return shown.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }

    /** {@code 'a', 'b' or 'c'}. */
    public static String oneOf(List<String> words) {
        return words.size() == 1
                ? words.getFirst()
                : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    /** How many letters to put in, take out, replace, or swap with their neighbour. */
    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                boolean same = from.charAt(i - 1) == to.charAt(j - 1);
                cost[i][j] = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1),
                        1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[from.length()][to.length()];
    }
}
