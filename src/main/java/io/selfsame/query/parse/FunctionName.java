package io.selfsame.query.parse;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The functions of the language. */
public enum FunctionName {
    // At the beginning.
    EVENT,
    ANY_EVENT,
    TRAIT,
    PROPERTY,
    CONTEXT,
    LITERAL,
    ELEMENT,
    CREATED_AT,
    CONSENT,
    ANY,
    ALL,
    // After an event.
    WHERE,
    WITHIN,
    BETWEEN,
    AFTER,
    BEFORE,
    EXPIRES_AFTER,
    SOURCES,
    // After the filters.
    COUNT,
    SUM,
    AVG,
    MAX,
    MIN,
    MODE,
    FIRST,
    LAST,
    UNIQUE,
    COUNT_DAYS,
    FIRST_SEEN,
    LAST_SEEN,
    // After a value.
    EQUALS,
    DIFFERS,
    GREATER_THAN,
    AT_LEAST,
    LESS_THAN,
    AT_MOST,
    EXISTS,
    ABSENT,
    CONTAINS,
    OMITS,
    // Likewise, against texts, lists and times.
    STARTS_WITH,
    ENDS_WITH,
    EQUALS_IGNORE_CASE,
    CONTAINS_IGNORE_CASE,
    MATCHES,
    MATCHES_IGNORE_CASE,
    VERSION_EQUALS,
    VERSION_GREATER_THAN,
    VERSION_AT_LEAST,
    VERSION_LESS_THAN,
    VERSION_AT_MOST,
    ONE_OF,
    NONE_OF,
    IN_LIST,
    NOT_IN_LIST,
    BEFORE_DATE,
    AFTER_DATE,
    WITHIN_LAST,
    WITHIN_NEXT,
    BEFORE_LAST,
    AFTER_NEXT,
    ANNIVERSARY_WITHIN_NEXT,
    ANNIVERSARY_WITHIN_LAST,
    ANNIVERSARY_TODAY,
    HAS,
    // After an event, or after a value.
    DURING;

    /** Where in a chain a function may stand. */
    public enum ChainPosition {
        /** At the beginning; a value or events. */
        SOURCE,
        /** At the beginning, around a condition. */
        MEMBERS,
        /** After {@code event(…)} or another filter. */
        FILTER,
        /** After the filters; makes one value of many events. */
        REDUCER,
        /** After a value; makes a condition. */
        COMPARATOR
    }

    ChainPosition kind() {
        return switch (this) {
            case EVENT, ANY_EVENT, TRAIT, PROPERTY, CONTEXT, LITERAL, ELEMENT, CREATED_AT, CONSENT ->
                ChainPosition.SOURCE;
            case ANY, ALL -> ChainPosition.MEMBERS;
            case WHERE, WITHIN, BETWEEN, AFTER, BEFORE, EXPIRES_AFTER, SOURCES, DURING -> ChainPosition.FILTER;
            case COUNT, SUM, AVG, MAX, MIN, MODE, FIRST, LAST, UNIQUE, COUNT_DAYS, FIRST_SEEN, LAST_SEEN ->
                ChainPosition.REDUCER;
            case EQUALS, DIFFERS, GREATER_THAN, AT_LEAST, LESS_THAN, AT_MOST, EXISTS, ABSENT, CONTAINS, OMITS,
                    STARTS_WITH, ENDS_WITH, EQUALS_IGNORE_CASE, CONTAINS_IGNORE_CASE, MATCHES, MATCHES_IGNORE_CASE,
                    VERSION_EQUALS, VERSION_GREATER_THAN, VERSION_AT_LEAST,
                    VERSION_LESS_THAN, VERSION_AT_MOST, ONE_OF, NONE_OF, IN_LIST, NOT_IN_LIST, BEFORE_DATE, AFTER_DATE,
                    WITHIN_LAST,
                    WITHIN_NEXT,
                    BEFORE_LAST, AFTER_NEXT, ANNIVERSARY_WITHIN_NEXT, ANNIVERSARY_WITHIN_LAST, ANNIVERSARY_TODAY,
                    HAS ->
                ChainPosition.COMPARATOR;
        };
    }

    /** How it is used. */
    String example() {
        return switch (this) {
            case EVENT -> "event('Order Completed')";
            case ANY_EVENT -> "any_event()";
            case TRAIT -> "trait('plan')";
            case PROPERTY -> "property('total')";
            case CONTEXT -> "context('page.url')";
            case LITERAL -> "literal(5)";
            case ELEMENT -> "element('sku')";
            case CREATED_AT -> "created_at()";
            case CONSENT -> "consent('Advertising')";
            case ANY -> "ANY(trait('vip') = true)";
            case ALL -> "ALL(trait('active') = true)";
            case WHERE -> "where(property('total') > 50)";
            case WITHIN -> "within(7 days)";
            case BETWEEN -> "between(7 days, 10 days)";
            case AFTER -> "after('2026-01-31')";
            case BEFORE -> "before('2026-01-31')";
            case EXPIRES_AFTER -> "expires_after(1 hour)";
            case SOURCES -> "sources(exclude: 'src_1')";
            case COUNT -> "count()";
            case SUM -> "sum(property('total'))";
            case AVG -> "avg(property('total'))";
            case MAX -> "max(property('total')), or max(property('size') as string)";
            case MIN -> "min(property('total')), or min(property('size') as string)";
            case MODE -> "mode(property('category')), or mode(property('tags.$') as array, 2)";
            case FIRST -> "first(property('campaign'))";
            case LAST -> "last(property('campaign'))";
            case UNIQUE -> "unique(property('sku'))";
            case COUNT_DAYS -> "count_days()";
            case FIRST_SEEN -> "first_seen()";
            case LAST_SEEN -> "last_seen()";
            case EQUALS -> "equals('pro')";
            case DIFFERS -> "differs('pro')";
            case GREATER_THAN -> "greater_than(5)";
            case AT_LEAST -> "at_least(5)";
            case LESS_THAN -> "less_than(5)";
            case AT_MOST -> "at_most(5)";
            case EXISTS -> "exists()";
            case ABSENT -> "absent()";
            case CONTAINS -> "contains('shop', 'store')";
            case OMITS -> "omits('test', 'demo')";
            case STARTS_WITH -> "starts_with('https://')";
            case ENDS_WITH -> "ends_with('.org')";
            case EQUALS_IGNORE_CASE -> "equals_ignore_case('pro')";
            case CONTAINS_IGNORE_CASE -> "contains_ignore_case('shop', 'store')";
            case MATCHES -> "matches('*.acme.co?')";
            case MATCHES_IGNORE_CASE -> "matches_ignore_case('*.acme.co?')";
            case VERSION_EQUALS -> "version_equals('2.10.0')";
            case VERSION_GREATER_THAN -> "version_greater_than('2.10.0')";
            case VERSION_AT_LEAST -> "version_at_least('2.10.0')";
            case VERSION_LESS_THAN -> "version_less_than('2.10.0')";
            case VERSION_AT_MOST -> "version_at_most('2.10.0')";
            case ONE_OF -> "one_of('pro', 'team')";
            case NONE_OF -> "none_of('pro', 'team')";
            case IN_LIST -> "in_list('pilot_customers')";
            case NOT_IN_LIST -> "not_in_list('pilot_customers')";
            case BEFORE_DATE -> "before_date('2026-01-31T00:00:00Z')";
            case AFTER_DATE -> "after_date('2026-01-31T00:00:00Z')";
            case WITHIN_LAST -> "within_last(7 days)";
            case WITHIN_NEXT -> "within_next(7 days)";
            case BEFORE_LAST -> "before_last(7 days)";
            case AFTER_NEXT -> "after_next(7 days)";
            case ANNIVERSARY_WITHIN_NEXT -> "anniversary_within_next(7 days)";
            case ANNIVERSARY_WITHIN_LAST -> "anniversary_within_last(7 days)";
            case ANNIVERSARY_TODAY -> "anniversary_today()";
            case HAS -> "has(element('sku') = 'A')";
            case DURING -> "during(this_month)";
        };
    }

    /** As written. */
    String text() {
        return kind() == ChainPosition.MEMBERS ? name() : name().toLowerCase(Locale.ROOT);
    }

    /** The function of that name; only the keywords ANY and ALL go by any letter case. */
    static Optional<FunctionName> of(String name) {
        return Arrays.stream(values()).filter(word -> word.kind() == ChainPosition.MEMBERS
                ? word.text().equalsIgnoreCase(name)
                : word.text().equals(name)).findFirst();
    }

    /** The names of the functions of a kind. */
    public static List<String> names(ChainPosition kind) {
        return Arrays.stream(values())
                .filter(word -> word.kind() == kind || (word == DURING && kind == ChainPosition.COMPARATOR))
                .map(FunctionName::text).toList();
    }
}
