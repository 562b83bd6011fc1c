package io.selfsame.identity;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Values that are no identifiers, whatever field they come in. Immutable.
 *
 * <p>Patterns are RE2: matching takes time linear in the value and in the size of the patterns. {@link BlockPatterns} bounds
 * the latter, so that no rule can stall ingestion.
 *
 * @param values exact, case-sensitive; of e-mail in lower case, as these are looked up
 * @param patterns match anywhere in the value, so most begin with {@code ^} and end with {@code $}; of e-mail in any case
 */
public record BlockList(Set<String> values, List<Pattern> patterns) {

    public static final BlockList NONE = new BlockList(Set.of(), List.of());

    /**
     * What every type refuses unless the rules switch it off: the values that Segment suggests, and those that PostHog
     * learned to refuse, also in quotes. Words for nothing count in any letter case, beyond PostHog: what writes {@code null}
     * here writes {@code NULL} there, and one such value would merge all people who have it. Words that somebody may well
     * have for a name, such as {@code unknown} and {@code test}, are left to the rules.
     */
    public static final BlockList DEFAULT = new BlockList(Set.of("-1", "null", "anonymous"), List.of(
            Pattern.compile("^[0-]*$"),
            Pattern.compile("(?i)^['\"]?(anonymous|guest|distinctid|distinct_id|id|not_authenticated|email|undefined"
                    + "|true|false|\\[object Object\\]|nan|none|null|nil|n/a|not set|0)['\"]?$"),
            Pattern.compile("^['\"]\\s*['\"]?$"),
            // What databases, spreadsheets and programs write for nothing.
            Pattern.compile("^\\\\N$"),
            Pattern.compile("(?i)^#(N/A|NA|NULL!?|REF!|VALUE!|NAME\\?|DIV/0!|NUM!)$"),
            Pattern.compile(
                    "(?i)^[<(\\[{](nil|null|none|undefined|n/a|nan|empty|unknown|not set|not provided)[>)\\]}]$"),
            // Templates that nobody has filled in.
            Pattern.compile("^(\\{\\{.*\\}\\}|\\$\\{.*\\}|\\{%.*%\\}|<%.*%>|%%.*%%|%[A-Za-z_][\\w.-]*%"
                    + "|\\*\\|.*\\|\\*|\\[\\[.*\\]\\])$")));

    /** The value or pattern that blocks, if any. */
    Optional<String> blocks(String value) {
        if (values.contains(value)) {
            return Optional.of(value);
        }
        for (Pattern pattern : patterns) {
            if (pattern.matcher(value).find()) {
                return Optional.of(pattern.pattern());
            }
        }
        return Optional.empty();
    }
}
