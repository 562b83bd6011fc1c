package io.selfsame.testing;

import io.selfsame.query.Span;
import io.selfsame.query.text.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The text of definitions over what a {@link RandomShop} sends, with windows that its events often meet: half of them of the
 * kind that people write, half of any kind at all. Seeded by its random.
 */
public final class RandomDefinitions {

    /** The key of a stored list that the space must have. */
    public static final String STORED_LIST = "goods";

    /** In place of {@code #}: a number; {@code @}: a length of time; {@code %}: a trait by key. */
    private static final List<String> CONDITIONS = List.of("event('Order').within(@).count() >= #",
            "event('Order').within(@).count() = 0", "event('Cart').between(@, 9 days).sum(property('total')) > #",
            "event('Cart').where(event('Order').within(parent: @).count() = 0).within(7 days).count() >= 1",
            "event('Cart').where(event('Order').within(parent: @).count() >= 1).count() >= 1",
            "event('Cart').where(event('Order').between(parent: 1 hour, @).where(property('sku') = property(parent: 'sku'))"
                    + ".count() >= 1).within(@).count() >= 1",
            "event('Visit').where(event('Cart').within(parent: 5 days).where(event('Order').within(parent: @).count() = 0)"
                    + ".count() >= 1).count() >= 1",
            "event('Visit').where(event('Order').within(@).count() >= 1).count() >= #",
            "event('Visit').expires_after(@).count() >= #", "event('Cart').after('2026-03-08').count() >= #",
            "event('Order').before('2026-03-10T12:00:00Z').within(@).count() >= #",
            "event('Visit').during(today).count() >= #", "event('Order').during(last_week).count() >= #",
            "event('Cart').where(event('Order').during(yesterday).count() >= 1).count() >= 1",
            "any_event().within(@).count() = #", "any_event().last_seen().before_last(@)",
            "any_event().count_days() >= #",
            "any_event().where(event('Order').within(parent: @).count() = 0).count() >= #",
            "created_at().within_last(@)", "created_at().before_last(@) AND NOT created_at().during(yesterday)",
            "event('Visit').count_days() >= #", "event('Cart').within(@).count_days() = #",
            "event('Order').first_seen().within_last(@)", "event('Visit').last_seen().before_last(@)",
            "event('Visit').last_seen().during(today)", "event('Order').first_seen().anniversary_within_next(364 days)",
            "event('Order').last(property('due')).during(this_week)", "trait('renews').during(today)",
            "trait('plan').in_list('goods')", "event('Order').last(property('due')).not_in_list('goods')",
            "event('Cart').where(property('sku').in_list('goods')).within(@).count() >= 1",
            "event('Cart').where(property('tags.$').not_in_list('goods')).count() >= #",
            "event('Order').max(property('total')).in_list('goods')",
            "event('Visit').between('2026-03-05', '2026-03-11').count() = #",
            "event('Order').where(property('due').within_last(@)).count() >= 1",
            "event('Order').last(property('due')).within_next(@)", "trait('renews').before_last(@)",
            "trait('renews').within_next(@)", "trait('renews').anniversary_within_next(2 days)",
            "event('Order').last(property('due')).anniversary_within_last(3 days)",
            "event('Order').where(property('due').anniversary_today()).count() >= #",
            "trait('plan') = 'pro' AND NOT event('Visit').within(@).count() > 0",
            "event('Order').where(property('total') >= trait('seats')).count() >= 1",
            "event('Cart').unique(property('sku')).count() > # OR trait('vip')",
            "event('Cart').where(property('total').version_at_least('9.5')).within(@).count() >= #",
            "event('Cart').where(property('items').has(element('sku') = 'a' AND element('quantity') > 1)).within(@)"
                    + ".count() >= 1",
            "event('Order').where(property('total') as number > #).within(@).count() >= 1",
            "trait('seats') as number > # OR trait('vip') as boolean",
            "event('Cart').where(property('tags.$').one_of('a', '12')).within(@).count() >= 1",
            "event('Page Viewed').where(property('page_name').ends_with('page')).within(@).count() >= 1",
            "event('Order').within(@).avg(property('total')) > #", "trait('%')", "NOT trait('%')", "trait('%') > #",
            "trait('%').exists() AND event('Cart').within(@).count() >= 1", "trait('%.$').contains('a')");
    private static final List<String> REDUCTIONS = List.of("event('Order').count()", "event('Order').within(@).count()",
            "event('Cart').within(@).sum(property('total'))",
            "event('Cart').between(@, 10 days).max(property('total'))",
            "event('Order').within(@).avg(property('total'))", "event('Order').mode(property('sku'), 2)",
            "event('Order').within(@).mode(property('tags.$') as array)", "event('Cart').first(property('sku'))",
            "event('Cart').within(@).last(property('sku'))", "event('Cart').within(@).unique(property('sku'))",
            "event('Cart').unique(property('tags.$')).count()", "event('Visit').expires_after(@).count()",
            "event('Order').within(@).min(property('total') as string)", "event('Visit').last(context('page.url'))",
            "event('Cart').where(event('Order').within(parent: @).count() = 0).within(@).sum(property('total'))",
            "event('Order').where(property('due').before_last(@)).count()", "event('Visit').within(@).count_days()",
            "event('Order').last_seen()", "any_event().within(@).count()", "any_event().first_seen()",
            "event('Cart').where(property('total') > #).first_seen()",
            "event('Cart').within(@).sum(property('total') as number)",
            "event('Order').last(property('sku') as number)", "event('Cart').unique(property('tags.$') as number)");
    private static final List<Span> SPANS = List.of(new Span(6, Span.Unit.HOURS), new Span(24, Span.Unit.HOURS),
            new Span(1, Span.Unit.DAYS), new Span(2, Span.Unit.DAYS), new Span(3600, Span.Unit.MINUTES),
            new Span(5, Span.Unit.DAYS));
    private static final List<Object> LITERALS = List.of("a", "b", "12", "", "pro", 0L, 1L, 2L, 5L, 12L, 12.5, true,
            false, "2026-03-10T00:00:00Z");
    /** So many comparisons at most. */
    private static final int SIZE = 6;

    private final Random random;

    public RandomDefinitions(Random random) {
        this.random = random;
    }

    /** The query of an audience. {@code keys}: the traits that it may refer to. */
    public String condition(List<String> keys, boolean ofAccounts) {
        if (random.nextBoolean()) {
            return QueryText.write(anything(keys, ofAccounts).membership(SIZE));
        }
        String text = one(keys, ofAccounts);
        for (int i = random.nextInt(4); i > 1; i--) {
            text = random.nextBoolean()
                    ? text + " AND " + one(keys, ofAccounts)
                    : "(" + text + ") OR NOT (" + one(keys, ofAccounts) + ")";
        }
        return ofAccounts && random.nextBoolean() ? (random.nextBoolean() ? "ANY(" : "ALL(") + text + ")" : text;
    }

    /** The query of a computed trait. */
    public String reduction() {
        return random.nextBoolean()
                ? QueryText.write(anything(List.of(), false).computation(SIZE))
                : filled(pick(REDUCTIONS), "");
    }

    private RandomQuery anything(List<String> keys, boolean ofAccounts) {
        List<String> traits = new ArrayList<>(List.of("plan", "seats", "vip", "renews"));
        traits.addAll(keys);
        var words = new RandomQuery.Vocabulary(List.of("Cart", "Order", "Visit"),
                List.of("total", "sku", "tags.$", "due", "items"), List.of("page.url"), traits, LITERALS,
                List.of("a", "1", "p", "org/"),
                List.of("2026-03-05", "2026-03-10T00:00:00Z", "2026-03-12T02:00:00+02:00"),
                SPANS, List.of("no-such-source"));
        return new RandomQuery(random.nextLong(), words, ofAccounts);
    }

    private String one(List<String> keys, boolean ofAccounts) {
        List<String> choice = new ArrayList<>(CONDITIONS);
        choice.removeIf(text -> ofAccounts && text.contains("created_at"));
        choice.removeIf(text -> keys.isEmpty() && text.contains("%"));
        return filled(pick(choice), keys.isEmpty() ? "" : pick(keys));
    }

    private String filled(String template, String key) {
        StringBuilder text = new StringBuilder();
        template.chars().forEach(c -> text.append(switch (c) {
            case '#' -> String.valueOf(random.nextInt(5));
            case '@' -> span(pick(SPANS));
            case '%' -> key;
            default -> String.valueOf((char) c);
        }));
        return text.toString();
    }

    private static String span(Span span) {
        return span.amount() + " " + span.unit().name().toLowerCase(Locale.ROOT);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
