package io.selfsame.tracking.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.error.Invalid;
import io.selfsame.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FqlTest {

    private static final JsonNode EVENT = Json.parse("""
            {"type": "track", "event": "Button Clicked", "userId": "u-1", "name": null, "groupId": 7,
             "context": {"library": {"name": "analytics.js", "version": "1.0"}},
             "properties": {"features": ["discounts", "dark-mode", 3], "total": 42.50, "big": 1e400000000, "ok": true,
                            "product 1": {"price": "19.99"}, "text": "ab*d", "title": "two words-here", "wide": "ア"}}
            """);

    /** Most of them are the examples of Segment's own reference. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            event = 'Button Clicked'                                             | true
            event = 'Screen Tapped'                                              | false
            context.path.path = '/login'                                         | false
            type = 'identify' or type = 'track'                                  | true
            event = 'Button Clicked' and type = 'track'                          | true
            match( context.library.version, '1.*' )                              | true
            match( context.library.version, '2.*' )                              | false
            type = 'track' and ( event = 'Click' or match( event, 'Button *' ) ) | true
            !contains( context.library.name, 'js' )                              | false
            'dark-mode' in properties.features                                   | true
            'blink' in properties.features                                       | false
            3.0 in properties.features                                           | true
            !( type in ['track', 'identify'] )                                   | false
            properties.product\\ 1.price = "19.99"                               | true
            properties.missing = null                                            | true
            name = nil                                                           | true
            properties.missing != 'x'                                            | true
            properties.total > 42 and properties.total <= 42.5                   | true
            properties.total = 42.5                                              | true
            properties.total = '42.5'                                            | false
            properties.big > 1                                                   | true
            properties.missing < 1                                               | false
            properties.ok                                                        | true
            properties.total                                                     | false
            !properties.missing                                                  | true
            length(userId) = 3 and length(properties.wide) = 3                   | true
            length(properties.features) = 3 and length(properties.missing) = 0   | true
            typeof(properties.missing) = 'null' and typeof(groupId) = 'number'   | true
            typeof(properties.features) = 'list' and typeof(properties.ok) = 'bool' | true
            lowercase(event) = 'button clicked'                                  | true
            uppercase(event) = 'BUTTON CLICKED'                                  | true
            lowercase(properties.missing) = null                                 | true
            snakecase(event) = 'Button_Clicked'                                  | true
            kebabcase(event) = 'Button-Clicked'                                  | true
            titlecase(properties.title) = 'Two Words-Here'                       | true
            number(properties.product\\ 1.price) > 19.9                          | true
            number(event) = null                                                 | true
            string(groupId) = '7' and bool(groupId)                              | true
            match( properties.missing, '*' )                                     | false
            match( properties.text, 'ab\\*d' )                                   | true
            match( event, 'B[tuv]tton ?licke[a-e]' )                             | true
            match( event, 'Button' )                                             | false
            contains(event, 'on C')                                              | true
            type = 'track' or type = 'x' and type = 'y'                          | true
            """)
    void anExpressionIsTrueOrFalseOfAnEvent(String text, boolean expected) {
        assertThat(FqlValue.isTrue(FqlParser.parse(text.replace("\\\\", "\\")), EVENT)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            type == 'track'                | column 6: == is written =
            type = 'a' && event = 'b'      | column 12: && is written and
            not type = 'a'                 | column 1: not is written !
            type = 'a                      | column 8: the quotation mark is not closed
            type =                         | column 7: a value is missing at the end
            (type = 'a'                    | column 12: it ends where ) is expected
            type = 'a' event = 'b'         | column 12: 'e' stands where and, or or the end is expected
            starts(event, 'a')             | column 1: there is no function 'starts'
            match(event)                   | column 12: ')' stands where , is expected
            match('B*', event)             | column 13: the second argument of match is a string in quotes
            match(event, '[a')             | column 1: a [ in a pattern begins a list
            type in ['a', event]           | column 15: a list holds strings in quotes
            type = §                       | column 8: '§' stands where a field
            """)
    void aMistakeIsNamedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> FqlParser.parse(text)).isInstanceOf(Invalid.class).hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            properties.total > '5'                       | > is true of numbers alone, and "5" is a text; write 5 without quotes
            !(type = 'a' or '-4.5' <= number(userId))    | <= is true of numbers alone, and "-4.5" is a text; write -4.5 without quotes
            length(userId) < 'x'                         | < is true of numbers alone, and "x" is a text; write a number without quotes
            properties.total >= null                     | >= is true of numbers alone, and true, false, null and lists are none; write a number
            """)
    void anOrderOfTextsIsRefusedWhenAFilterIsMade(String text, String problem) {
        assertThatThrownBy(() -> EventFiltersJson.read(filters(1, text), Set.of())).isInstanceOf(Invalid.class)
                .hasMessage("filters[0].if: " + problem);
        // What was taken once stays.
        assertThat(EventFiltersJson.stored(filters(1, text).path("filters"))).hasSize(1);
    }

    @Test
    void numbersHaveAnOrderAndTextsAreEqual() {
        assertThat(EventFiltersJson.read(filters(1, "properties.total > 5 and userId = '5' and 1 < groupId"), Set.of()))
                .hasSize(1);
    }

    @Test
    void textAndDepthAreBounded() {
        assertThatThrownBy(() -> FqlParser.parse("type = 'a' || event = 'b'"))
                .hasMessage("column 12: || is written or");
        assertThatThrownBy(() -> FqlParser.parse("(".repeat(1_000))).hasMessageContaining("stand inside one another");
        assertThatThrownBy(() -> FqlParser.parse("!".repeat(1_000))).hasMessageContaining("stand inside one another");
        assertThatThrownBy(() -> FqlParser.parse("[".repeat(1_000))).isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> FqlParser.parse("a".repeat(FqlParser.LONGEST + 1)))
                .hasMessageContaining("the limit is");
        assertThat(FqlValue.isTrue(FqlParser.parse("match(event, '" + "*a".repeat(100) + "')"),
                Json.object().put("event", "a".repeat(30_000) + "b"))).isFalse();
    }

    private static JsonNode filters(int count, String condition) {
        ObjectNode body = Json.object();
        ArrayNode filters = body.putArray("filters");
        for (int i = 0; i < count; i++) {
            filters.addObject().put("name", "f" + i).put("if", condition);
        }
        return body;
    }

    @ParameterizedTest
    @ValueSource(strings = {"match(event, '*%s*') or ", "match(event, '?%s') or ", "titlecase(event) = '%2$s' or "})
    void whatACostlyFilterIsIsSaidWhenItIsMade(String part) {
        String one = part.formatted("a".repeat(190), "");
        String text = one.repeat(Math.min(99, 1_900 / one.length())) + "true";
        assertThatThrownBy(() -> EventFiltersJson.read(filters(1, text), Set.of())).isInstanceOf(Invalid.class)
                .hasMessageStartingWith("filters[0].if: it costs ").hasMessageContaining("the limit is 1000");
        String half = one.repeat(Math.max(1, Math.min(99, 1_900 / one.length()) / 3)) + "true";
        assertThat(EventFiltersJson.read(filters(1, half), Set.of())).hasSize(1);
        assertThatThrownBy(() -> EventFiltersJson.read(filters(50, half), Set.of())).isInstanceOf(Invalid.class)
                .hasMessageStartingWith("The filters cost ").hasMessageContaining("together; the limit is 5000");
    }

    @Test
    void aSetCostsAsMuchAsThereAreRangesInIt() {
        assertThat(Glob.parse("[acegi]").cost()).isEqualTo(Glob.parse("[abcde]").cost() + 4);
        Glob merged = Glob.parse("[f-hb-ca-dx-y]");
        assertThat(merged.cost()).isEqualTo(Glob.parse("[a-df]").cost() + 1);
        assertThat(List.of("a", "d", "e", "f", "h", "i", "w", "x", "z").stream().filter(merged::matches).toList())
                .containsExactly("a", "d", "f", "h", "x");
        assertThat(Glob.parse("[z-a]").matches("m")).isFalse();
    }

    @Test
    void filtersAsPeopleWriteThemAreCheapAndManyAreTaken() {
        String usual = "type = 'track' and (event in ['Click', 'Scroll'] or match(event, 'Debug *')) and "
                + "contains(context.page.url, 'staging')";
        assertThat(EventFiltersJson.read(filters(50, usual), Set.of())).hasSize(50)
                .allSatisfy(filter -> assertThat(filter.cost()).isLessThan(20));
        assertThat(new EventFilters(1, EventFiltersJson.read(filters(2, usual), Set.of())).areCostly()).isFalse();
        assertThat(new EventFilters(1, EventFiltersJson.read(filters(50, usual), Set.of())).areCostly()).isTrue();
    }

    @Test
    void theWorstFiltersTakeATenthOfASecond() {
        String worst = "match(event, '*" + "a".repeat(190) + "?b*') or ";
        List<EventFilter> all = EventFiltersJson.read(filters(5, worst.repeat(5) + "false"), Set.of());
        JsonNode event = Json.object().put("event", "a".repeat(32_000));
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5),
                () -> assertThat(new EventFilters(1, all).drops(event)).isEmpty());
    }
}
