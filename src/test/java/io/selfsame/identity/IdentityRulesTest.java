package io.selfsame.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
