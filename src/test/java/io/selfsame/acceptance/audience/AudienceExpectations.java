package io.selfsame.acceptance.audience;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.selfsame.acceptance.audience.AudienceScenario.Defined;
import io.selfsame.acceptance.audience.AudienceScenario.Moment;
import io.selfsame.testing.Crowd;
import io.selfsame.testing.Http;
import io.selfsame.testing.Preview;
import io.selfsame.testing.QueryOracle;
import io.selfsame.testing.TestSpace;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a scenario expects, asked of the oracle, of previews and of the Profile API. */
final class AudienceExpectations {

    private final AudienceScenario scenario;
    private final Crowd crowd;
    private final Map<String, String> sources;
    private final List<QueryOracle.Definition> definitions;

    /** @param sources IDs of write keys by the names that the scenario gives them */
    AudienceExpectations(AudienceScenario scenario, Crowd crowd, Map<String, String> sources) {
        this.scenario = scenario;
        this.crowd = crowd;
        this.sources = sources;
        this.definitions = scenario.definitions().stream().filter(definition -> !definition.isRefused())
                .map(definition -> definition.forOracle(sources)).toList();
    }

    /** What the oracle says of everybody is what is expected, at every moment. */
    void checkOracle() {
        for (Moment moment : scenario.moments()) {
            Crowd before = crowd.until(moment.asOf());
            QueryOracle oracle = new QueryOracle(definitions, before.people(), before.accounts(), moment.asOf(),
                    scenario.zone()).withLists(scenario.lists());
            for (QueryOracle.Definition definition : definitions) {
                Map<String, JsonNode> expected = moment.expected().getOrDefault(definition.key(), Map.of());
                Set<String> met = new HashSet<>();
                for (QueryOracle.Subject subject : subjects(before, definition.ofAccounts())) {
                    JsonNode value = oracle.value(definition, subject);
                    Set<String> named = new HashSet<>(namesOf(subject));
                    named.retainAll(expected.keySet());
                    met.addAll(named);
                    String text = text(definition.key(), moment) + namesOf(subject) + " has " + value;
                    if (moment.expected().containsKey(definition.key())) {
                        assertTrue(!named.isEmpty() || !oracle.tells(definition, subject),
                                text + ", and is not expected");
                    }
                    named.forEach(id -> assertTrue(QueryOracle.same(value, expected.get(id)),
                            () -> text + ", not " + expected.get(id)));
                }
                expected.forEach((id, value) -> assertTrue(met.contains(id) || isNothing(value) && isThere(id),
                        () -> text(definition.key(), moment) + "there is no " + id));
            }
        }
    }

    /** What may be expected of somebody who has not been seen yet. */
    private static boolean isNothing(JsonNode value) {
        return value.isNull() || value.isBoolean() && !value.booleanValue() || value.isNumber() && value.asInt() == 0;
    }

    private boolean isThere(String id) {
        return Stream.concat(crowd.people().stream(), crowd.accounts().stream())
                .anyMatch(subject -> namesOf(subject).contains(id));
    }

    private static List<? extends QueryOracle.Subject> subjects(Crowd crowd, boolean ofAccounts) {
        return List.copyOf(ofAccounts ? crowd.accounts() : crowd.people());
    }

    private static Set<String> namesOf(QueryOracle.Subject subject) {
        return switch (subject) {
            case QueryOracle.Person person -> person.externalIds();
            case QueryOracle.Account account -> Set.of(account.id());
        };
    }

    /** A preview lists exactly those who are expected to be members, or to have a value of their own. */
    void checkPreview(TestSpace space, Defined definition, Moment moment) {
        if (!moment.expected().containsKey(definition.key())) {
            return;
        }
        Preview preview = Preview.of(space, definition.audience(), Preview.ask(space, definition.audience(),
                definition.ofAccounts(), definition.text(sources), definition.options(), moment.asOf()));
        Map<String, JsonNode> expected = moment.expected().get(definition.key());
        Set<String> telling = telling(definition.forOracle(sources), moment);
        Set<String> listed = new HashSet<>();
        for (Preview.Found found : preview.found()) {
            Set<String> named = new HashSet<>(found.externalIds());
            named.retainAll(expected.keySet());
            String text = text(definition.key(), moment) + found;
            assertFalse(named.isEmpty(), () -> text + " is not expected");
            named.forEach(id -> assertTrue(QueryOracle.same(found.value(), expected.get(id)),
                    () -> text + ", not " + expected.get(id)));
            listed.addAll(named);
        }
        expected.forEach((id, value) -> assertEquals(telling.contains(id), listed.contains(id),
                () -> text(definition.key(), moment) + id + " is " + value + "; listed: " + preview));
    }

    /** The external IDs of those of whom there is something to say. */
    private Set<String> telling(QueryOracle.Definition definition, Moment moment) {
        Crowd before = crowd.until(moment.asOf());
        QueryOracle oracle = new QueryOracle(definitions, before.people(), before.accounts(), moment.asOf(),
                scenario.zone()).withLists(scenario.lists());
        Set<String> telling = new HashSet<>();
        subjects(before, definition.ofAccounts()).stream().filter(subject -> oracle.tells(definition, subject))
                .forEach(subject -> telling.addAll(namesOf(subject)));
        return telling;
    }

    /** After a refresh the Profile API says the same; where there is nothing to say, the trait may be left out. */
    void checkProfiles(TestSpace space, Moment moment) {
        moment.expected().forEach((key, values) -> {
            QueryOracle.Definition definition = definitions.stream().filter(one -> one.key().equals(key)).findFirst()
                    .orElseThrow();
            Set<String> telling = telling(definition, moment);
            values.forEach((id, value) -> {
                JsonNode stored = stored(space, definition, id);
                boolean left = !telling.contains(id) && stored.isNull();
                assertTrue(left || QueryOracle.same(stored, value),
                        () -> text(key, moment) + id + " has stored " + stored + ", not " + value);
            });
        });
    }

    private static JsonNode stored(TestSpace space, QueryOracle.Definition definition, String id) {
        String path = (definition.ofAccounts() ? "accounts" : "users") + "/profiles/" + Http.encode(id)
                + "/traits?class="
                + (definition.isAudience() ? "audience" : "computed_trait") + "&include=" + definition.key();
        JsonNode traits = space.get("collections/" + path).ok().body().path("traits");
        return traits.has(definition.key()) ? traits.path(definition.key()) : NullNode.getInstance();
    }

    private String text(String key, Moment moment) {
        return scenario.name() + ": " + key + " at " + moment.asOf() + ": ";
    }
}
