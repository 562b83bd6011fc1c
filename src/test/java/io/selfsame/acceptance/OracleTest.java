package io.selfsame.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Http;
import io.selfsame.testing.Oracle;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The oracle is held to the same scenarios as the service, where they need no more than it can read. */
class OracleTest {

    /** What the oracle does not know about: it reads plain IDs and one set of rules. */
    private static final Set<String> BEYOND = Set.of("\"blocked\"", "\"device\"", "\"envelope\"", "\"sentAt\"",
            "\"integrations\"", "\"browserKeys\"", "known-excess", "rules-hold", "clock-skew");

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException, URISyntaxException {
        List<DynamicTest> tests = new ArrayList<>();
        Path folder = Path.of(Objects.requireNonNull(OracleTest.class.getResource("/scenarios")).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String text = file.getFileName() + Files.readString(file);
                if (BEYOND.stream().noneMatch(text::contains)) {
                    JsonNode scenario = Http.JSON.readTree(file.toFile());
                    tests.add(dynamicTest(file.getFileName().toString(), () -> run(scenario)));
                }
            }
        }
        assertTrue(tests.size() > 30);
        return tests.stream();
    }

    private static void run(JsonNode scenario) {
        Oracle oracle = new Oracle(rules(scenario.at("/stages/0/rules")));
        for (JsonNode stage : scenario.path("stages")) {
            stage.path("events").forEach(oracle::take);
            check(oracle, stage.path("expect"));
        }
    }

    private static Oracle.Rules rules(JsonNode body) {
        Map<String, Oracle.Rule> types = new LinkedHashMap<>();
        types.put("user_id", new Oracle.Rule(1, "ever", 1));
        types.put("email", new Oracle.Rule(5, "ever", 2));
        body.path("identifiers").forEach(rule -> types.put(rule.path("type").asText(), new Oracle.Rule(
                rule.path("limit").asInt(), rule.path("period").asText(), rule.path("priority").asInt())));
        return new Oracle.Rules(types, body.path("maxMerges").asInt(100), body.path("maxIdentifiers").asInt(1000));
    }

    private static void check(Oracle oracle, JsonNode expect) {
        if (expect.has("people")) {
            Set<Set<String>> people = new HashSet<>();
            oracle.people().forEach(person -> {
                Set<String> ids = new HashSet<>();
                person.forEach(id -> ids.add(id.type() + ":" + id.value()));
                people.add(ids);
            });
            Set<Set<String>> expected = new HashSet<>();
            expect.path("people").forEach(group -> {
                Set<String> ids = new HashSet<>();
                group.forEach(id -> ids.add(id.asText()));
                expected.add(ids);
            });
            assertEquals(expected, people);
        }
        expect.path("outcomes").properties().forEach(entry -> assertEquals(entry.getValue().asText(),
                oracle.decisions().get(entry.getKey()).outcome(), entry.getKey()));
        expect.path("merges").properties().forEach(entry -> assertEquals(entry.getValue().asInt(),
                oracle.decisions().get(entry.getKey()).merges(), entry.getKey()));
        expect.path("refused").properties().forEach(entry -> refused(oracle.decisions().get(entry.getKey()), entry));
        Map<Optional<Oracle.Profile>, Integer> owners = new HashMap<>();
        int group = 0;
        for (JsonNode messages : expect.path("owners")) {
            for (JsonNode message : messages) {
                Integer twin = owners.put(oracle.decisions().get(message.asText()).profile(), group);
                assertTrue(twin == null || twin == group, () -> "owner of " + message);
            }
            group++;
        }
    }

    private static void refused(Oracle.Decision decision, Map.Entry<String, JsonNode> expected) {
        Set<String> found = new HashSet<>();
        decision.fates().forEach((id, fate) -> {
            String text = id.type() + ":" + id.value() + " ";
            if (fate.equals("blocked")) {
                found.add(text + "blocked_value");
            }
            decision.drops().getOrDefault(id, Set.of()).forEach(rule -> found.add(text + rule));
        });
        Set<String> texts = new HashSet<>();
        expected.getValue().forEach(text -> texts.add(text.asText()));
        assertEquals(texts, found, expected.getKey());
    }
}
