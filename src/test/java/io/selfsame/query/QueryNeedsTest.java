package io.selfsame.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.query.parse.QueryParser;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryNeedsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            event('A').count() > 1                                                        | A all
            event('A').during(today).count() > 1                                          | A PT48H
            any_event().within(7 days).count() > 1 OR event('A').count() > 1              | ` PT168H, A all`
            event('A').within(7 days).count() > 1                                         | A PT168H
            event('A').within(7 days).within(1 hour).count() > 1                          | A PT1H
            event('A').between(1 days, 7 days).count() > 1                                | A PT168H
            NOT event('A').within(1 hour).count() > 1 OR event('A').within(2 hours).count() > 1 | A PT2H
            event('A').within(1 hour).count() > 1 AND event('A').count() = 0              | A all
            event('A').where(event('B').count() > 0).within(1 hour).count() > 0           | A PT1H, B PT1H
            event('A').where(event('B').within(parent: 2 days).count() > 0).within(1 hour).count() > 0 | A PT1H, B PT1H
            event('A').where(event('B').within(2 hours).count() > 0).within(1 hour).count() > 0 | A PT1H, B PT1H
            event('A').where(event('B').within(1 hour).count() > 0).within(2 hours).count() > 0 | A PT2H, B PT1H
            event('A').where(event('A').within(1 hour).count() > 0).within(2 hours).count() > 0 | A PT2H
            event('A').where(event('B').between(parent: 1 hour, 2 hours).count() > 0).count() > 0 | A all, B all
            event('A').within(1 hour).expires_after(1 minute).count() > 0                 | A PT1H sessions
            event('A').expires_after(1 minute).within(1 hour).count() > 0                 | A all sessions
            event('A').where(event('B').count() = 0).expires_after(1 minute).within(1 hour).count() > 0 | A all, B all sessions
            event('A').expires_after(1 minute).where(event('B').count() = 0).within(1 hour).count() > 0 | A all, B PT1H sessions
            event('A').sources(exclude: 's').within(1 hour).count() > 0                   | A PT1H sources
            ANY(event('A').within(1 hour).count() > 0) AND event('A').within(1 day).count() > 0 | A PT24H
            """)
    void eventsMatterAsFarBackAsTheirWindowsReach(String text, String expected) {
        var needs = QueryNeeds.of(QueryParser.membership(text));
        assertEquals(expected, new TreeMap<>(needs.events()).entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().map(Object::toString).orElse("all"))
                .collect(Collectors.joining(", ")) + (needs.sessions() ? " sessions" : "")
                + (needs.sources() ? " sources" : ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            event('A').where(property('x') = context('y.z')).sum(property('s')) > 1       | A.PROPERTIES.s A.PROPERTIES.x A.CONTEXT.y.z | -       | -
            event('A').where(event('B').where(property('x') = property(parent: 'y')).last(property('l')) = trait('t.u')).mode(property('m.$') as array) = 1 | A.PROPERTIES.m.$ A.PROPERTIES.y B.PROPERTIES.l B.PROPERTIES.x | t | -
            event('A').where(event('A').where(property('x') = property(parent: 'x')).count() > 0).count() > 0 | A.PROPERTIES.x | - | -
            event('A').last(property('d')).before_date(trait('e'))                        | A.PROPERTIES.d                              | e       | -
            trait('a\\.b.c') = trait('d') AND ANY(trait('e') OR event('A').where(trait('f') = 1).count() > 0) | -                       | a.b d   | e f
            """)
    void fieldsBelongToTheirEventAndTraitsToTheirSubject(String text, String fields, String traits, String members) {
        var needs = QueryNeeds.of(QueryParser.membership(text));
        var found = new TreeSet<String>();
        needs.fields().forEach((name, some) -> some.forEach(
                field -> found.add(name + "." + field.source() + "." + field.path())));
        var wanted = new TreeSet<String>(fields == null ? java.util.List.of() : java.util.List.of(fields.split(" ")));
        assertEquals(wanted, found);
        assertEquals(traits == null ? "" : traits, String.join(" ", new TreeSet<>(needs.traits())));
        assertEquals(members == null ? "" : members, String.join(" ", new TreeSet<>(needs.memberTraits())));
    }
}
