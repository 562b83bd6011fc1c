package io.selfsame.identity;

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
        List<String> traitKeys) {

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
