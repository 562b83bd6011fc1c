package io.selfsame.query.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.query.Condition;
import io.selfsame.query.Query;
import io.selfsame.query.text.QueryText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What texts mean, shown by the text that we would have written. */
class QueryParserTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "event('Cart').where(event('Order').within(parent: 1 day).where(property('sku') = property(parent: 'sku'))"
                    + ".count() >= 1).within(7 days).count() >= 1",
            "event('Visit').sources(exclude: 'a', 'b').count() > 1",
            "event('Visit').during(last_quarter).last(property('d')).during(today)",
            "trait('signup').during(this_month)",
            "trait('born').anniversary_within_next(7 days) OR trait('born').anniversary_within_last(365 days)",
            "NOT trait('born').anniversary_today()",
            "any_event().within(30 days).count() = 0 AND any_event().last_seen().before_last(30 days)",
            "any_event().where(event('A').where(property('x') = 1).count() > 0).count_days() > 1",
            "created_at().within_last(7 days) AND trait('d').after_date(created_at())",
            "event('A').within(7 days).count_days() >= 5 OR event('A').first_seen().during(today)",
            "event('A').last_seen() > '2026-01-31'",
            "event('Visit').between('2026-01-01', '2026-02-01 10:00:00+01').after('2025-01').before('1769860800').count() > 1",
            "event('Visit').expires_after(1 hour).count() != 0",
            "event('X').between(7 days, 10 days).count() >= 1",
            "event('X').where(event('Y').between(parent: 1 hour, 2 days).count() = 0).count() > 0",
            "event('X').where(property('total') > 50 AND context('page.url').contains('/shop'))"
                    + ".sum(property('total')) > 9.5",
            "ANY(event('Login').count() > 3) AND ALL(trait('active') = true)",
            "NOT (trait('plan') = 'pro' OR trait('vip') = true) AND trait('signed_up').within_last(30 days)",
            "NOT NOT trait('a').exists() OR NOT trait('b').absent()",
            "event('X').mode(property('c')) = 'x' AND event('X').mode(property('tags.$') as array, 2).exists()",
            "event('X').max(property('size') as string).one_of('l', 'xl', 3, true)",
            "event('X').min(property('size')) < -5 OR event('X').avg(property('size')) <= 1.0E10",
            "event('X').first(property('d')).before_date('2026-01-31') AND event('X').last(property('d'))"
                    + ".after_date('2026-01-31T12:00:00.5+02:00')",
            "trait('t').none_of(1) AND trait('t').omits('a', 'b') AND trait('t').starts_with('a') AND trait('t')"
                    + ".ends_with('b')",
            "trait('t').in_list('pilot_customers') AND event('X').where(property('a').not_in_list('B2')).count() = 0",
            "trait('d').within_next(1 second) OR trait('d').before_last(2 minutes) OR trait('d').after_next(3 hours)",
            "event('X').unique(property('sku')).count() > 1 OR event('X').unique(property('sku')).contains('a')",
            "event('X').where(trait('plan') = property('plan')).count() = 0",
            "event('X').where(property('items').has(element('sku') = 'A' AND (element('n') > 1 OR NOT element('x').exists())))"
                    + ".count() = 0 AND trait('addresses').has(element('parts.0').has(element('sku').one_of('B')))",
            "event('X').where(property('n') as number > context('m') as number AND (property('x') as number).one_of(1, 2)).count() = 0",
            "trait('items').has((element('price') as number).exists() OR element('gift') as boolean = true)",
            "event('X').sum(property('n') as number) > 1 AND event('X').unique(property('n') as boolean).count() = 2",
            "event('X').first(property('n') as number) = 1 AND event('X').min(property('n') as number) > 0",
            "literal(true) = true OR literal('a') = trait('x')",
            "trait('it\\'s \"é\\n😀') = '\\\\ \\t\\u0001'",
            "trait('a\\\\.b.c') = 'x' OR trait('\\\\$') = 'y'"})
    void whatIsWrittenIsReadAlike(String text) {
        Query query = QueryParser.membership(text);
        assertEquals(text, QueryText.write(query));
        assertEquals(query, QueryParser.membership(QueryText.write(query)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            trait('x')                                          | trait('x') = true
            (trait('x'))                                        | trait('x') = true
            (trait('x')) != false                               | trait('x') != false
            not trait('x') And trait('y') oR trait('z')         | NOT trait('x') = true AND trait('y') = true OR trait('z') = true
            NOT (trait('x') = 1)                                | NOT trait('x') = 1
            trait('x')=1 AND (trait('y')=2 AND trait('z')=3)    | trait('x') = 1 AND trait('y') = 2 AND trait('z') = 3
            (trait('x')=1 OR trait('y')=2) OR trait('z')=3      | trait('x') = 1 OR trait('y') = 2 OR trait('z') = 3
            (trait('x')=1 AND trait('y')=2) OR trait('z')=3     | trait('x') = 1 AND trait('y') = 2 OR trait('z') = 3
            trait('x')=1 AND (trait('y')=2 OR trait('z')=3)     | trait('x') = 1 AND (trait('y') = 2 OR trait('z') = 3)
            trait('x').equals("it's")                           | trait('x') = 'it\\'s'
            trait('x').differs(literal(1))                      | trait('x') != 1
            trait('x').greater_than(1.50)                       | trait('x') > 1.5
            trait('x').at_least(-0.0)                           | trait('x') >= 0.0
            trait('x').less_than(TRUE)                          | trait('x') < true
            trait('x').at_most((5))                             | trait('x') <= 5
            trait('x').one_of(literal('a'), "b")                | trait('x').one_of('a', 'b')
            trait('a\\.b') = 'c\\.d'                            | trait('a\\\\.b') = 'c\\\\.d'
            event("X").within(1 days).count()>=1                | event('X').within(1 day).count() >= 1
            event('X').within( 36 hour ) .count ( ) = 0         | event('X').within(36 hours).count() = 0
            any(trait('x')) and All((trait('y')))               | ANY(trait('x') = true) AND ALL(trait('y') = true)
            trait('x') == 1                                     | trait('x') = 1
            ANY event('X').count() >= 1                         | ANY(event('X').count() >= 1)
            ALL NOT event('X').count() >= 1                     | ALL(NOT event('X').count() >= 1)
            not any trait('x') or trait('y')                    | NOT ANY(trait('x') = true) OR trait('y') = true
            ANY trait('x') AND trait('y')                       | ANY(trait('x') = true) AND trait('y') = true
            (ANY NOT trait('x')) OR ALL(trait('y'))             | ANY(NOT trait('x') = true) OR ALL(trait('y') = true)
            event('X').max(property('a') as number) = 1         | event('X').max(property('a') as number) = 1
            trait('vip') AS boolean                             | trait('vip') as boolean = true
            trait('a').equals(trait('b') as number)             | trait('a') = trait('b') as number
            (trait('a') as number) >= 1                         | trait('a') as number >= 1
            NOT (trait('vip') as boolean)                       | NOT trait('vip') as boolean = true
            ANY(trait('vip') as boolean)                        | ANY(trait('vip') as boolean = true)
            event('X').mode(property('a') AS number, 1) = 1     | event('X').mode(property('a') as number) = 1
            """)
    void otherSpellingsMeanTheSame(String text, String canonical) {
        assertEquals(canonical, QueryText.write(QueryParser.membership(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"event('Viewed').mode(property('category'), 2)",
            "event('Visit').expires_after(1 hour).count()",
            "event('Viewed').unique(property('sku')).count()", "event('Viewed').max(property('size') as string)",
            "event('Order Completed').where(property('total') > 50 AND context('page.url').contains('/shop')).within(30 days)"
                    + ".sum(property('total'))"})
    void computedTraitsAreValues(String text) {
        assertEquals(text, QueryText.write(QueryParser.computation(text)));
    }

    @Test
    void chainsAreFlat() {
        var membership = QueryParser.membership("trait('a') AND (trait('b') AND (trait('c') AND trait('d')))");
        assertEquals(4, ((Condition.And) membership.condition()).all().size());
    }
}
