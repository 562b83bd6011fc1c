package io.selfsame.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.json.Json;
import io.selfsame.space.Grant.KeyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules are the same in every JVM, down to their order. */
class IdentityRulesTest {

    @Test
    void rulesKeepTheirOrder() {
        List<String> types = IntStream.range(0, 50).mapToObj(i -> "t" + i).toList();
        var rules = new IdentityRules(1, types.stream().map(IdentifierRule::standard).toList(), 100, 1_000, true,
                java.util.Map.of());
        assertEquals(types, List.copyOf(rules.rules().keySet()));
    }

    @Test
    void traitKeysAreExtractedInTheOrderOfTheRules() {
        var rules = RulesJson.read(Json.parse("""
                {"identifiers":[{"type":"z","priority":9,"traitKeys":["k"]},{"type":"b","priority":9,"traitKeys":["k"]},
                 {"type":"q","priority":9,"traitKeys":["k"]}]}"""));
        var message = Json.parse("{\"type\":\"identify\",\"userId\":\"u\",\"traits\":{\"k\":\"v\"}}");
        assertEquals("[user_id:u, z:v, b:v, q:v]", Extractor.extract(message, rules).toString());
        var stored = RulesJson.read(RulesJson.write(rules));
        assertEquals(List.of("b", "q", "z"), List.copyOf(stored.rules().keySet()), "stored by precedence");
        assertEquals(RulesJson.write(stored), RulesJson.write(rules));
    }

    @Test
    void whatWasReadCanBeSentBack() {
        var rules = RulesJson.write(RulesJson.read(Json.parse("{\"maxMerges\":7}")));
        assertEquals(rules, RulesJson.write(RulesJson.read(Json.object().set("data", rules))));
    }

    @Test
    void blockedAddressesAreComparedAsAddressesAre() {
        var rules = RulesJson.read(Json.parse("""
                {"identifiers":[{"type":"email","blocked":{"values":[" No-Reply@Shop.example"],"patterns":["^Test@"]}},
                 {"type":"user_id","blocked":{"values":["Root"],"patterns":["^Test"]}}]}"""));
        for (String blocked : List.of("email:no-reply@shop.example", "email:test@x.example", "user_id:Root",
                "user_id:Test1")) {
            assertTrue(rules.blocks(ExternalId.parse(blocked).orElseThrow()).isPresent(), blocked);
        }
        for (String taken : List.of("email:reply@shop.example", "user_id:root", "user_id:test1")) {
            assertTrue(rules.blocks(ExternalId.parse(taken).orElseThrow()).isEmpty(), taken);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"browserKeys\":null}", "{\"browserKeys\":{}}",
            "{\"browserKeys\":{\"allowedIds\":null}}", "{\"browserKeys\":{\"allowedIds\":[\"*\"]}}"})
    void browserKeysMaySendEverythingUnlessTheRulesSayOtherwise(String text) {
        var rules = RulesJson.read(Json.parse(text));
        assertTrue(rules.allows(KeyKind.BROWSER, "user_id"));
        assertEquals("{\"allowedIds\":[\"*\"]}", Json.write(RulesForm.KeysForm.of(rules)));
        assertFalse(RulesJson.write(rules).has("browserKeys"), "an earlier version can read it");
    }

    @Test
    void whatBrowserKeysMaySendIsKeptWithTheRules() {
        var rules = RulesJson.read(Json.parse("{\"browserKeys\":{\"allowedIds\":[\"anonymous_id\",\"cookie\"]}}"));
        for (var same : List.of(rules, rules.withVersion(7), RulesJson.read(RulesJson.write(rules)))) {
            assertTrue(same.allows(KeyKind.BROWSER, "cookie"));
            assertFalse(same.allows(KeyKind.BROWSER, "user_id"));
            assertTrue(same.allows(KeyKind.SERVER, "user_id"));
        }
        var none = RulesJson.read(Json.parse("{\"browserKeys\":{\"allowedIds\":[]}}"));
        assertFalse(RulesJson.read(RulesJson.write(none)).allows(KeyKind.BROWSER, "anonymous_id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"traitPolicies\":[\"newest\"]}", "{\"traitPolicies\":\"newest\"}",
            "{\"identifiers\":[{\"type\":\"email\",\"blocked\":\"x\"}]}",
            "{\"identifiers\":[{\"type\":\"email\",\"blocked\":[]}]}",
            "{\"identifiers\":[{\"type\":\"email\",\"blocked\":{\"value\":[\"x\"]}}]}",
            "{\"browserKeys\":[\"email\"]}", "{\"browserKeys\":{\"allowed\":[\"email\"]}}",
            "{\"browserKeys\":{\"allowedIds\":\"email\"}}", "{\"browserKeys\":{\"allowedIds\":[1]}}",
            "{\"browserKeys\":{\"allowedIds\":[\"*\",\"email\"]}}",
            "{\"browserKeys\":{\"allowedIds\":[\"group_id\"]}}", "{\"browserKeys\":{\"allowedIds\":[\"a b\"]}}"})
    void whatIsNotUnderstoodIsNotIgnored(String rules) {
        assertThrows(IllegalArgumentException.class, () -> RulesJson.read(Json.parse(rules)));
    }

    @Test
    void typesWithoutARuleHaveTheStandardPrecedence() {
        var rules = new IdentityRules(1, List.of(new IdentifierRule("loyalty", 1, Period.EVER, 2, BlockList.NONE,
                List.of())), 100, 1_000, true, java.util.Map.of());
        List<String> types = new ArrayList<>(List.of("zebra", "email", "anonymous_id", "loyalty", "user_id"));
        types.sort(rules.typePrecedence());
        assertEquals(List.of("user_id", "email", "loyalty", "anonymous_id", "zebra"), types);
        types.forEach(type -> assertEquals(type, rules.of(type).type()));
        assertEquals(1, rules.of("user_id").limit());
    }
}
