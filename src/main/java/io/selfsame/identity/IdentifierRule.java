package io.selfsame.identity;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * How one type of external ID behaves. Immutable.
 *
 * @param type the type
 * @param limit the most distinct values of the type that one person may have within the period; at least 1
 * @param period over which they count
 * @param priority 1 is the highest; types of equal priority follow the alphabet
 * @param blocked values of this type that are no identifiers
 * @param traitKeys trait or property names that hold this type on messages; may be empty
 */
public record IdentifierRule(String type, int limit, Period period, int priority, BlockList blocked,
        List<TraitKey> traitKeys) {

    /**
     * A key that is looked up in every event.
     *
     * @param spellings as it is, in camelCase and in snake_case, each once
     */
    public record TraitKey(String name, List<String> spellings) {

        /** A key, and how events may spell it. */
        static TraitKey of(String name) {
            return new TraitKey(name, List.copyOf(new LinkedHashSet<>(List.of(name, camel(name), snake(name)))));
        }

        private static String camel(String key) {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < key.length(); i++) {
                if (key.charAt(i) == '_' && i > 0 && i + 1 < key.length()) {
                    out.append(Character.toUpperCase(key.charAt(++i)));
                } else {
                    out.append(key.charAt(i));
                }
            }
            return out.toString();
        }

        private static String snake(String key) {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < key.length(); i++) {
                char c = key.charAt(i);
                if (Character.isUpperCase(c) && !out.isEmpty()) {
                    out.append('_');
                }
                out.append(Character.toLowerCase(c));
            }
            return out.toString();
        }
    }

    /** What a type without a rule of its own gets. */
    static IdentifierRule standard(String type) {
        return switch (type) {
            case ExternalId.USER_ID -> new IdentifierRule(type, 1, Period.EVER, 1, BlockList.NONE, List.of());
            case ExternalId.EMAIL -> new IdentifierRule(type, 5, Period.EVER, 2, BlockList.NONE, List.of());
            default -> new IdentifierRule(type, 5, Period.EVER, 1_000, BlockList.NONE, List.of());
        };
    }

    @Override
    public String toString() {
        return type + " limit " + limit + " " + period.text();
    }
}
