package io.selfsame.acceptance.audience;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.query.parse.QueryParser;
import io.selfsame.testing.Crowd;
import io.selfsame.testing.Oracle;
import io.selfsame.testing.QueryOracle;
import io.selfsame.testing.RandomDefinitions;
import io.selfsame.testing.RandomShop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What random definitions ask of random people is worth asking: some are, some are not, and edges are met. */
class RandomShopTest {

    private static final int SEEDS = 60;
    private static final Instant NOW = Instant.parse("2026-03-10T00:00:00Z");
    private static final Oracle.Rules RULES = new Oracle.Rules(Map.of("user_id", new Oracle.Rule(1, "ever", 1)), 100,
            1000);

    private int asked;
    private int told;
    private int changed;

    @Test
    void many_results_are_there_and_some_change_within_a_millisecond() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            var shop = new RandomShop(random);
            var texts = new RandomDefinitions(random);
            List<Crowd.Sent> sent = new ArrayList<>();
            shop.messages(80, NOW).forEach(message -> sent.add(new Crowd.Sent(message, "")));
            Crowd crowd = Crowd.of(new Oracle(RULES), sent.stream().distinct().toList());
            List<QueryOracle.Definition> definitions = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean ofAccounts = i == 7;
                List<String> keys = definitions.stream().map(QueryOracle.Definition::key).toList();
                definitions.add(new QueryOracle.Definition("d" + i, ofAccounts, i % 3 == 0
                        ? QueryParser.computation(texts.reduction())
                        : QueryParser.membership(texts.condition(keys, ofAccounts), ofAccounts), Set.of()));
            }
            ask(definitions, crowd);
        }
        String text = told + " told and " + changed + " changed of " + asked;
        assertTrue(told > asked / 10 && told < asked * 9 / 10, text);
        assertTrue(changed > asked / 1000, text);
    }

    private void ask(List<QueryOracle.Definition> definitions, Crowd crowd) {
        for (int hours = 0; hours < 48; hours += 12) {
            Instant at = NOW.plus(Duration.ofHours(hours));
            var oracle = new QueryOracle(definitions, crowd.people(), crowd.accounts(), at);
            var later = new QueryOracle(definitions, crowd.people(), crowd.accounts(), at.plusMillis(1));
            for (QueryOracle.Definition definition : definitions) {
                for (QueryOracle.Subject one : definition.ofAccounts() ? crowd.accounts() : crowd.people()) {
                    asked++;
                    told += oracle.tells(definition, one) ? 1 : 0;
                    changed += QueryOracle.same(oracle.value(definition, one), later.value(definition, one)) ? 0 : 1;
                }
            }
        }
    }
}
