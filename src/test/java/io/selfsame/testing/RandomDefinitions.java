package io.selfsame.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The text of definitions over what a {@link RandomShop} sends, with windows that its events often meet. Seeded. */
public final class RandomDefinitions {

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
            "event('Visit').expires_after(@).count() >= #",
            "event('Order').where(property('due').within_last(@)).count() >= 1",
            "event('Order').last(property('due')).within_next(@)", "trait('renews').before_last(@)",
            "trait('renews').within_next(@)", "trait('plan') = 'pro' AND NOT event('Visit').within(@).count() > 0",
            "event('Order').where(property('total') >= trait('seats')).count() >= 1",
            "event('Cart').unique(property('sku')).count() > # OR trait('vip')",
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
            "event('Order').where(property('due').before_last(@)).count()");
    private static final List<String> SPANS = List.of("6 hours", "24 hours", "1 day", "2 days", "60 hours", "5 days");

    private final Random random;

    public RandomDefinitions(Random random) {
        this.random = random;
    }

    /** The query of an audience. {@code keys}: the traits that it may refer to. */
    public String condition(List<String> keys, boolean ofAccounts) {
        String text = one(keys);
        for (int i = random.nextInt(4); i > 1; i--) {
            text = random.nextBoolean() ? text + " AND " + one(keys) : "(" + text + ") OR NOT (" + one(keys) + ")";
        }
        return ofAccounts && random.nextBoolean() ? (random.nextBoolean() ? "ANY(" : "ALL(") + text + ")" : text;
    }

    /** The query of a computed trait. */
    public String reduction() {
        return filled(pick(REDUCTIONS), "");
    }

    private String one(List<String> keys) {
        List<String> choice = new ArrayList<>(CONDITIONS);
        choice.removeIf(text -> keys.isEmpty() && text.contains("%"));
        return filled(pick(choice), keys.isEmpty() ? "" : pick(keys));
    }

    private String filled(String template, String key) {
        StringBuilder text = new StringBuilder();
        template.chars().forEach(c -> text.append(switch (c) {
            case '#' -> String.valueOf(random.nextInt(5));
            case '@' -> pick(SPANS);
            case '%' -> key;
            default -> String.valueOf((char) c);
        }));
        return text.toString();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
