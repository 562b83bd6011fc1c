package io.selfsame.tracking.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.selfsame.error.Invalid;
import io.selfsame.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingPlanTest {

    private static TrackingPlan plan(String modes, String... rules) {
        return TrackingPlanJson.read(
                Json.parse("{\"name\":\"Shop\"" + modes + ",\"rules\":[" + String.join(",", rules) + "]}"));
    }

    private static String rule(String type, String key, String schema) {
        return "{\"type\":\"" + type + "\"" + (key.isEmpty() ? "" : ",\"key\":\"" + key + "\"") + ",\"jsonSchema\":"
                + schema
                + "}";
    }

    private static String ofProperties(String schema) {
        return "{\"type\":\"object\",\"properties\":{\"properties\":" + schema + "},\"required\":[\"properties\"]}";
    }

    private static List<String> findings(TrackingPlan plan, String event) {
        JsonNode message = Json.parse(event);
        return plan.check(message, message.path("type").asText(), new PlanEffort()).stream()
                .map(one -> one.code() + " | " + one.field() + " | " + Json.write(one.value()) + " | " + one.message())
                .toList();
    }

    private static List<String> ofEvent(String schema, String properties) {
        return findings(plan("", rule("TRACK", "E", ofProperties(schema))),
                "{\"type\":\"track\",\"event\":\"E\",\"properties\":" + properties + "}");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"required":["total"]}                               | {}                | properties.total | null  | required property 'total' not found
            {"properties":{"total":{"type":"number"}}}           | {"total":"7"}     | properties.total | "7"   | string found, number expected
            {"properties":{"total":{"minimum":1}}}               | {"total":0.5}     | properties.total | 0.5   | must have a minimum value of 1
            {"properties":{"c":{"enum":["EUR","USD"]}}}          | {"c":"XXX"}       | properties.c     | "XXX" | does not have a value in the enumeration ["EUR", "USD"]
            {"properties":{"c":{"pattern":"^[A-Z]{3}$"}}}        | {"c":"eur"}       | properties.c     | "eur" | does not match the regex pattern ^[A-Z]{3}$
            {"additionalProperties":false}                       | {"x":1}           | properties.x     | 1     | property 'x' is not defined in the schema and the schema does not allow additional properties
            {"properties":{"l":{"items":{"type":"string"}}}}     | {"l":["a",2,3]}   | properties.l[]   | 2     | integer found, string expected
            {"properties":{"at":{"format":"date-time"}}}         | {"at":"soon"}     | properties.at    | "soon" | does not match the date-time pattern
            {"properties":{"at":{"format":"date"}}}              | {"at":"2026-02-30"} | properties.at  | "2026-02-30" | does not match the date pattern
            {"properties":{"m":{"format":"email"}}}              | {"m":"a@b@c"}     | properties.m     | "a@b@c" | does not match the email pattern
            {"properties":{"m":{"format":"uuid"}}}               | {"m":"1-2-3-4-5"} | properties.m     | "1-2-3-4-5" | does not match the uuid pattern
            {"properties":{"m":{"format":"uri"}}}                | {"m":"/here"}     | properties.m     | "/here" | does not match the uri pattern
            """)
    void whatIsWrongIsSaidWithItsPlaceAndValue(String schema, String properties, String field, String value,
            String problem) {
        assertThat(ofEvent(schema, properties)).first().asString()
                .startsWith("tracking_plan_violation | " + field + " | " + value + " | E: " + problem);
    }

    @Test
    void whatIsAsPlannedHasNoFindings() {
        assertThat(ofEvent(
                "{\"properties\":{\"total\":{\"type\":\"number\",\"multipleOf\":0.01},\"at\":{\"format\":\"date-time\"},"
                        + "\"m\":{\"format\":\"email\"},\"h\":{\"format\":\"hostname\"},\"i\":{\"type\":\"integer\"}}}",
                "{\"total\":12.34,\"at\":\"2026-01-31T12:00:00.5+02:00\",\"m\":\"ada@example.com\",\"h\":\"not checked\",\"i\":1.0}"))
                .isEmpty();
    }

    @Test
    void rulesAreFoundByTypeAndName() {
        String never = "{\"required\":[\"never\"]}";
        TrackingPlan plan = plan(",\"onUnplannedEvent\":\"note\"", rule("TRACK", "Planned", "{}"),
                rule("IDENTIFY", "", never),
                rule("PAGE", "Home", never), rule("COMMON", "", "{\"required\":[\"userId\"]}"));
        assertThat(findings(plan, "{\"type\":\"track\",\"event\":\"Planned\",\"userId\":\"u\"}")).isEmpty();
        assertThat(findings(plan, "{\"type\":\"track\",\"event\":\"Planned\"}"))
                .containsExactly(
                        "tracking_plan_violation | userId | null | Planned: required property 'userId' not found");
        assertThat(findings(plan, "{\"type\":\"track\",\"event\":\"Other\",\"userId\":\"u\"}"))
                .containsExactly("unplanned_event | event | \"Other\" | The tracking plan 'Shop' has no event 'Other'");
        assertThat(findings(plan, "{\"type\":\"identify\",\"userId\":\"u\"}")).hasSize(1);
        assertThat(findings(plan, "{\"type\":\"page\",\"name\":\"Home\",\"userId\":\"u\"}")).hasSize(1);
        assertThat(findings(plan, "{\"type\":\"page\",\"name\":\"Cart\",\"userId\":\"u\"}")).isEmpty();
        assertThat(findings(plan("", rule("TRACK", "", never)), "{\"type\":\"track\",\"event\":\"Other\"}")).hasSize(1);
    }

    @Test
    void aBlockedEventIsInvalid() {
        TrackingPlan plan = plan(",\"onViolation\":\"block\",\"onUnplannedEvent\":\"block\"",
                rule("TRACK", "E", ofProperties("{\"required\":[\"a\",\"b\"]}")));
        assertThatThrownBy(() -> findings(plan, "{\"type\":\"track\",\"event\":\"E\",\"properties\":{}}"))
                .isInstanceOfSatisfying(Invalid.class, e -> assertThat(e.code()).isEqualTo("tracking_plan_violation"))
                .hasMessage(
                        "The tracking plan 'Shop' is broken by properties.a of E: required property 'a' not found (and 1 more)");
        assertThatThrownBy(() -> findings(plan, "{\"type\":\"track\",\"event\":\"F\"}"))
                .isInstanceOfSatisfying(Invalid.class, e -> assertThat(e.code()).isEqualTo("unplanned_event"));
    }

    @Test
    void draftsDifferAsTheySay() {
        String exclusive = "{\"$schema\":\"http://json-schema.org/draft-04/schema#\",\"properties\":{\"properties\":{\"properties\":"
                + "{\"n\":{\"minimum\":1,\"exclusiveMinimum\":true}}}}}";
        assertThat(findings(plan("", rule("TRACK", "E", exclusive)),
                "{\"type\":\"track\",\"event\":\"E\",\"properties\":{\"n\":1}}")).hasSize(1);
        String newer = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$defs\":{\"m\":{\"type\":\"number\"}},"
                + "\"properties\":{\"properties\":{\"properties\":{\"n\":{\"$ref\":\"#/$defs/m\"}},\"unevaluatedProperties\":false}}}";
        assertThat(findings(plan("", rule("TRACK", "E", newer)),
                "{\"type\":\"track\",\"event\":\"E\",\"properties\":{\"n\":\"1\",\"x\":1}}")).hasSize(2);
    }

    /** A schema is text of somebody who may reach less of the network than this service. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"$ref\":\"http://127.0.0.1:%d/s\"}",
            "{\"properties\":{\"a\":{\"$ref\":\"http://127.0.0.1:%d/s\"}}}",
            "{\"allOf\":[{\"$ref\":\"//127.0.0.1:%d/s\"}]}", "{\"$schema\":\"http://127.0.0.1:%d/s\"}",
            "{\"definitions\":{\"$ref\":{\"$ref\":\"http://127.0.0.1:%d/s\"}},\"$ref\":\"#/definitions/$ref\"}",
            "{\"$dynamicRef\":\"http://127.0.0.1:%d/s\"}",
            "{\"properties\":{\"a\":{\"$id\":\"http://127.0.0.1:%d/s\"}}}",
            "{\"$ref\":\"file:///etc/passwd\"}", "{\"$ref\":\"classpath:jsv-messages.properties\"}",
            "{\"items\":[{\"$ref\":\"other.json\"}]}"})
    void aSchemaReachesNothingButItself(String schema) throws IOException {
        var asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            assertThatThrownBy(() -> plan("", rule("TRACK", "E", schema.formatted(server.getAddress().getPort()))))
                    .isInstanceOf(Invalid.class);
            // With an ID of its own, what is local stays local.
            TrackingPlan named = plan("",
                    rule("TRACK", "E", ("{\"$id\":\"http://127.0.0.1:%d/s\",\"definitions\":{\"a\":"
                            + "{\"required\":[\"x\"]}},\"$ref\":\"#/definitions/a\"}")
                            .formatted(server.getAddress().getPort())));
            assertThat(findings(named, "{\"type\":\"track\",\"event\":\"E\"}")).hasSize(1);
            assertThat(asked).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"pattern\":\"(a+\"}", "{\"pattern\":\"(?=a)b\"}", "{\"pattern\":\"(a)\\\\1\"}",
            "{\"patternProperties\":{\"(?<!a)b\":{}}}", "{\"pattern\":\"((x{30}){30}){30}\"}", "[]", "7",
            "{\"type\":\"nothing\"}", "{\"$ref\":\"#/definitions/missing\"}"})
    void whatIsNoSchemaIsRefused(String schema) {
        assertThatThrownBy(() -> plan("", rule("TRACK", "E", schema))).isInstanceOf(Invalid.class)
                .hasMessageStartingWith("rules[0].jsonSchema: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"$ref":"#/definitions/missing"}                                            | $ref "#/definitions/missing"
            {"$dynamicRef":"#nowhere"}                                                  | $dynamicRef "#nowhere"
            {"properties":{"properties":{"properties":{"a":{"$dynamicRef":"#/$defs/b"}}}}} | $dynamicRef "#/$defs/b"
            {"$defs":{"a":{"items":{"$dynamicRef":"#x"}}},"$ref":"#/$defs/a"}           | $dynamicRef "#x"
            {"allOf":[{"anyOf":[{"$recursiveRef":"#/$defs/c"}]}]}                       | $recursiveRef "#/$defs/c"
            """)
    void aReferenceThatLeadsNowhereIsRefused(String schema, String problem) {
        for (String draft : List.of("2019-09", "2020-12")) {
            String whole = "{\"$schema\":\"https://json-schema.org/draft/" + draft + "/schema\"," + schema.substring(1);
            assertThatThrownBy(() -> plan("", rule("TRACK", "E", whole))).isInstanceOf(Invalid.class)
                    .hasMessage("rules[0].jsonSchema: " + problem + " leads nowhere in the schema");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"$defs\":{\"a\":{\"$dynamicAnchor\":\"n\",\"type\":\"object\"}},\"$dynamicRef\":\"#n\"}",
            "{\"$defs\":{\"a b\":{\"$anchor\":\"n\",\"type\":\"object\"}},\"$ref\":\"#n\",\"allOf\":[{\"$ref\":\"#/$defs/a%20b\"}]}",
            "{\"properties\":{\"properties\":{\"$dynamicRef\":\"#\"},\"$dynamicRef\":{\"const\":\"#no\"}}}",
            "{\"enum\":[{\"$dynamicRef\":\"#no\"},{\"type\":\"track\",\"event\":\"E\"}]}"})
    void aReferenceThatLeadsSomewhereIsFollowed(String schema) {
        String whole = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\"," + schema.substring(1);
        assertThat(findings(plan("", rule("TRACK", "E", whole)), "{\"type\":\"track\",\"event\":\"E\"}")).isEmpty();
    }

    /** A plan that was stored before such references were refused. */
    @Test
    void whatCannotBeAppliedIsAProblemOfItsEventAlone() {
        String broken = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$dynamicRef\":\"#nowhere\"}";
        String rules = ",\"rules\":[" + rule("TRACK", "E", broken) + "," + rule("TRACK", "F", "{}") + "]}";
        TrackingPlan noting = TrackingPlan.stored(Json.parse("{\"name\":\"Shop\"" + rules));
        assertThat(findings(noting, "{\"type\":\"track\",\"event\":\"E\"}")).containsExactly(
                "tracking_plan_violation |  | null | E: the plan could not be applied to it");
        assertThat(findings(noting, "{\"type\":\"track\",\"event\":\"F\"}")).isEmpty();
        TrackingPlan blocking = TrackingPlan
                .stored(Json.parse("{\"name\":\"Shop\",\"onViolation\":\"block\"" + rules));
        assertThatThrownBy(() -> findings(blocking, "{\"type\":\"track\",\"event\":\"E\"}")).isInstanceOf(Invalid.class)
                .hasMessage("The tracking plan 'Shop' is broken by E: the plan could not be applied to it");
    }

    /** Each of these takes for ever with a validator that does what it is told. */
    @Test
    void noSchemaAndNoEventTakesLong() {
        var doubling = new StringBuilder("{\"definitions\":{\"s0\":{\"type\":\"object\"}");
        for (int i = 1; i < 60; i++) {
            doubling.append(",\"s" + i + "\":{\"allOf\":[{\"$ref\":\"#/definitions/s" + (i - 1)
                    + "\"},{\"$ref\":\"#/definitions/s"
                    + (i - 1) + "\"}]}");
        }
        doubling.append("},\"$ref\":\"#/definitions/s59\"}");
        String endless = "{\"definitions\":{\"a\":{\"$ref\":\"#/definitions/b\"},\"b\":{\"$ref\":\"#/definitions/a\"}},"
                + "\"$ref\":\"#/definitions/a\"}";
        String numbers = ofProperties("{\"properties\":{\"n\":{\"multipleOf\":0.01},\"i\":{\"type\":\"integer\"}}}");
        String regex = ofProperties("{\"properties\":{\"t\":{\"pattern\":\"^(a+)+$\"}}}");
        String unique = ofProperties("{\"properties\":{\"l\":{\"uniqueItems\":true,\"contains\":{\"enum\":[1,2]}}}}");
        String event = "{\"type\":\"track\",\"event\":\"E\",\"properties\":{\"n\":1e400000000,\"i\":1e-400000000,\"t\":\""
                + "a".repeat(20_000) + "b\",\"l\":[" + "{},".repeat(8_000) + "{}]}}";
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (String schema : List.of(doubling.toString(), endless, numbers, regex, unique)) {
                try {
                    findings(plan("", rule("TRACK", "E", schema)), event);
                } catch (Invalid e) {
                    assertThat(e.getMessage()).startsWith("rules[0].jsonSchema: ");
                }
            }
        });
        assertThat(findings(plan("", rule("TRACK", "E", doubling.toString())), event)).first().asString()
                .contains("takes too many steps");
    }

    /** Values that are no more alike than others cost no more, however many there are. */
    @Test
    void valuesWithTheSameHashCostWhatComparingThemTakes() {
        String unique = "{\"properties\":{\"l\":{\"uniqueItems\":true}}}";
        assertThat(ofEvent(unique, objects(900, i -> "%020d".formatted(i * 7_919L)))).isEmpty();
        assertThat(ofEvent(unique, objects(900, TrackingPlanTest::sameHash))).first().asString()
                .contains("takes too many steps");
        String listed = "{\"properties\":{\"l\":{\"items\":{\"enum\":" + Json.parse(objects(900,
                TrackingPlanTest::sameHash)).path("l") + "}}}}";
        assertThat(ofEvent(listed, objects(900, TrackingPlanTest::sameHash))).first().asString()
                .contains("takes too many steps");
        assertThat(ofEvent(listed, objects(2, TrackingPlanTest::sameHash))).isEmpty();
    }

    private static String objects(int size, IntFunction<String> value) {
        return "{\"l\":[" + IntStream.range(0, size).mapToObj(i -> "{\"k\":\"" + value.apply(i) + "\"}")
                .collect(Collectors.joining(",")) + "]}";
    }

    /** "Aa" and "BB" have the same hash. */
    private static String sameHash(int number) {
        return IntStream.range(0, 10).mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }

    private static String list(int size, String each) {
        return "{\"l\":[" + String.join(",", Collections.nCopies(size, each)) + "]}";
    }

    /** Of many errors the first are looked at, and none has a text as long as the schema before that. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"not\":{\"enum\":[1,\"%s\"]}}", "{\"const\":\"%s\"}", "{\"enum\":[\"%s\"]}",
            "{\"contains\":{\"const\":\"%s\"}}", "{\"propertyNames\":{\"const\":\"%s\"}}"})
    void manyErrorsWithLongTextsTakeLittle(String schema) {
        TrackingPlan plan = plan("", rule("TRACK", "E", ofProperties("{\"properties\":{\"l\":{\"items\":"
                + schema.formatted("x".repeat(60_000)) + "}}}")));
        for (String value : List.of("1", "[]", "{\"a\":1}")) {
            String event = "{\"type\":\"track\",\"event\":\"E\",\"properties\":"
                    + list(32_000 / (value.length() + 1), value)
                    + "}";
            Assertions.assertTimeoutPreemptively(Duration.ofSeconds(2), () -> assertThat(findings(plan, event))
                    .hasSizeLessThanOrEqualTo(20).allSatisfy(finding -> assertThat(finding).hasSizeLessThan(1_000)));
        }
    }

    @Test
    void aBatchOfEventsThatEachTakeLongTakesLittle() {
        var doubling = new StringBuilder(
                "{\"definitions\":{\"s0\":{\"uniqueItems\":true,\"patternProperties\":{\"^(a+)+$\":{}}}");
        for (int i = 1; i < 30; i++) {
            doubling.append(",\"s" + i + "\":{\"allOf\":[{\"$ref\":\"#/definitions/s" + (i - 1)
                    + "\"},{\"$ref\":\"#/definitions/s" + (i - 1) + "\"}]}");
        }
        TrackingPlan plan = plan("",
                rule("TRACK", "E", doubling.append("},\"$ref\":\"#/definitions/s29\"}").toString()));
        JsonNode event = Json.parse("{\"type\":\"track\",\"event\":\"E\",\"" + "a".repeat(100) + "\":1}");
        var effort = new PlanEffort();
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 2_500; i++) {
                assertThat(plan.check(event, "track", effort)).first().extracting(TrackingPlan.Finding::message)
                        .asString()
                        .contains("takes too many steps");
            }
        });
        // What the others of a batch cost is no matter to an event that costs little.
        TrackingPlan usual = plan("", rule("TRACK", "E", "{\"required\":[\"userId\"]}"));
        var other = new PlanEffort();
        for (int i = 0; i < 2_500; i++) {
            assertThat(usual.check(event, "track", other)).first().extracting(TrackingPlan.Finding::message).asString()
                    .contains("'userId'");
        }
    }

    @Test
    void aLargeEventOfMuchAsPlannedIsCompared() {
        String item = "{\"type\":\"object\",\"properties\":{\"sku\":{\"type\":\"string\",\"pattern\":\"^[a-z]+[0-9]+$\","
                + "\"maxLength\":20},\"price\":{\"type\":\"number\",\"minimum\":0},\"kind\":{\"enum\":[\"a\",\"b\"]}},"
                + "\"required\":[\"sku\",\"price\"],\"additionalProperties\":false}";
        TrackingPlan plan = plan("", rule("TRACK", "E", ofProperties("{\"properties\":{\"l\":{\"type\":\"array\","
                + "\"items\":" + item + "}}}")));
        String event = "{\"type\":\"track\",\"event\":\"E\",\"properties\":"
                + list(900, "{\"sku\":\"abc12\",\"price\":1.5,\"kind\":\"a\"}") + "}";
        assertThat(findings(plan, event)).isEmpty();
    }

    @Test
    void aPathHasABound() {
        List<String> findings = ofEvent("{\"additionalProperties\":false}", "{\"" + "n".repeat(30_000) + "\":1}");
        assertThat(findings).hasSize(1).first().asString().hasSizeLessThan(2_000);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"rules":[]}                                                  | name is a text
            {"name":"p"}                                                  | rules is a list
            {"name":"p","rules":[],"mode":"block"}                        | unknown field "mode"
            {"name":"p","rules":[],"onViolation":"take"}                  | onViolation is "note" or "block"
            {"name":"p","rules":[{"type":"EVENT"}]}                       | rules[0].type is one of
            {"name":"p","rules":[{"type":"IDENTIFY","key":"x"}]}          | rules[0].key is the name
            {"name":"p","rules":[{"type":"TRACK","jsonSchema":{}},{"type":"TRACK","jsonSchema":{}}]} | rules[1] is for the same events
            """)
    void whatIsNoPlanIsRefused(String body, String message) {
        assertThatThrownBy(() -> TrackingPlanJson.read(Json.parse(body))).isInstanceOf(Invalid.class)
                .hasMessageContaining(message.substring(1));
    }

    @Test
    void aPlanIsReadAsItIsWritten() {
        String rule = rule("TRACK", "E", "{\"required\":[\"x\"]}");
        TrackingPlan plan = plan(",\"onViolation\":\"block\"", rule);
        assertThat(Json.write(TrackingPlanJson.write(TrackingPlan.stored(TrackingPlanJson.write(plan)))))
                .isEqualTo("{\"name\":\"Shop\",\"onViolation\":\"block\",\"onUnplannedEvent\":\"take\",\"rules\":["
                        + rule + "]}");
    }
}
