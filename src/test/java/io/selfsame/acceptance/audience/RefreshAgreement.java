package io.selfsame.acceptance.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.acceptance.audience.RefreshRound.Live;
import io.selfsame.query.Query;
import io.selfsame.query.Reducer;
import io.selfsame.testing.Crowd;
import io.selfsame.testing.Http;
import io.selfsame.testing.Preview;
import io.selfsame.testing.QueryOracle;
import io.selfsame.testing.TestSpace;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what is stored, what previews say and what the oracle says. What is stored has a memory: an audience is false of
 * those who were in it once, a computed trait is kept for those who have had it; so it is followed from check to check.
 */
final class RefreshAgreement {

    /** A mean may be divided before or after it is rounded. */
    private static final double ROUNDING = 1e-12;

    private final TestSpace space;
    private boolean all = true;
    /** By definition: the external IDs of people, and accounts, that have ever had a result. */
    private final Map<String, Set<String>> ever = new HashMap<>();
    /** By definition: canonical people, and accounts, that had one when last asked. */
    private final Map<String, Set<String>> last = new HashMap<>();

    private final CypherAgreement cypher;

    RefreshAgreement(TestSpace space) {
        this.space = space;
        this.cypher = new CypherAgreement(space);
    }

    /** Refreshes were not followed one by one, so anybody may have had a result for a while. */
    void sawNotAll() {
        all = false;
    }

    private Map<String, List<Object>> lists() {
        Map<String, List<Object>> lists = new HashMap<>();
        space.manage("GET", "lists", "").ok().body().path("data").forEach(list -> {
            String key = list.path("key").asText();
            lists.put(key, AudienceScenario.values(
                    space.manage("GET", "lists/" + key, "").ok().body().at("/data/list/values")));
        });
        return lists;
    }

    /** @param about the seed and what has happened: what a reader of the failure needs to repeat it */
    void check(List<Live> live, Crowd crowd, Instant now, String about) {
        ZoneId zone = ZoneId.of(space.manage("GET", "", "").ok().body().at("/data/space/timeZone").asText());
        Map<String, List<Object>> lists = lists();
        List<QueryOracle.Definition> definitions = live.stream().map(Live::definition).toList();
        QueryOracle oracle = new QueryOracle(definitions, crowd.people(), crowd.accounts(), now, zone)
                .withLists(lists);
        Crowd before = crowd.until(now);
        QueryOracle then = new QueryOracle(definitions, before.people(), before.accounts(), now, zone)
                .withLists(lists);
        Map<String, JsonNode> stored = stored(crowd, definitions);
        for (Live one : live) {
            QueryOracle.Definition definition = one.definition();
            if (definition.isAudience()) {
                cypher.check(one, live, now, zone, lists, "At " + now + " " + one + about);
            }
            Map<String, JsonNode> previewed = previewed(one, now);
            checkPreview(one, subjects(before, definition), then, previewed, "At " + now + " " + one + about);
            for (QueryOracle.Subject subject : subjects(crowd, definition)) {
                JsonNode value = oracle.value(definition, subject);
                JsonNode kept = stored.get(subject.id()).path(definition.key());
                String problem = problem(definition, subject, value, !oracle.tells(definition, subject), kept);
                if (!problem.isEmpty()) {
                    throw new AssertionError(about + "At " + now + " " + one + "\nof " + subject + ": " + problem
                            + "; oracle " + value + ", stored " + kept);
                }
                remember(definition.key(), subject, kept);
            }
        }
    }

    /** It lists those of whom the oracle has something to say, and nobody else. */
    private static void checkPreview(Live one, List<? extends QueryOracle.Subject> subjects, QueryOracle oracle,
            Map<String, JsonNode> previewed, String about) {
        Set<String> unexpected = new HashSet<>(previewed.keySet());
        for (QueryOracle.Subject subject : subjects) {
            unexpected.removeAll(names(subject));
            JsonNode value = oracle.value(one.definition(), subject);
            JsonNode listed = previewed.getOrDefault(names(subject).iterator().next(), MissingNode.getInstance());
            if (oracle.tells(one.definition(), subject)
                    ? !agree(one.definition(), value, listed)
                    : !listed.isMissingNode()) {
                throw new AssertionError(about + "\nof " + subject + ": the preview is wrong; oracle " + value
                        + ", preview " + listed);
            }
        }
        if (!unexpected.isEmpty()) {
            throw new AssertionError(about + "\nthe preview lists people that were not there: " + unexpected);
        }
    }

    private static List<? extends QueryOracle.Subject> subjects(Crowd crowd, QueryOracle.Definition definition) {
        return List.copyOf(definition.ofAccounts() ? crowd.accounts() : crowd.people());
    }

    private static Set<String> names(QueryOracle.Subject subject) {
        return switch (subject) {
            case QueryOracle.Person person -> person.externalIds();
            case QueryOracle.Account account -> Set.of(account.id());
        };
    }

    private String problem(QueryOracle.Definition definition, QueryOracle.Subject subject, JsonNode value,
            boolean none, JsonNode kept) {
        boolean hadLast = last.getOrDefault(definition.key(), Set.of()).contains(subject.id());
        boolean hadEver = !all
                || names(subject).stream().anyMatch(ever.getOrDefault(definition.key(), Set.of())::contains);
        if (value.isMissingNode()) {
            return kept.isMissingNode() ? "" : "what is stored is not taken back";
        }
        if (kept.isMissingNode()) {
            return !none ? "nothing is stored" : hadLast ? "what was stored is gone" : "";
        }
        if (!agree(definition, value, kept)) {
            return "what is stored is wrong";
        }
        return none && !hadEver ? "something is stored of somebody who never had a result" : "";
    }

    private static boolean agree(QueryOracle.Definition definition, JsonNode expected, JsonNode found) {
        boolean mean = definition.query() instanceof Query.Computation(var reduction)
                && reduction.reducer() instanceof Reducer.Avg;
        return QueryOracle.same(expected, found) || mean && found.isNumber() && Math.abs(
                expected.doubleValue() - found.doubleValue()) <= ROUNDING * Math.abs(expected.doubleValue());
    }

    private void remember(String key, QueryOracle.Subject subject, JsonNode kept) {
        Set<String> now = last.computeIfAbsent(key, any -> new HashSet<>());
        if (kept.isMissingNode()) {
            now.remove(subject.id());
        } else {
            now.add(subject.id());
            ever.computeIfAbsent(key, any -> new HashSet<>()).addAll(names(subject));
        }
    }

    /** A full recompute: the value of whoever is listed, by each external ID. */
    private Map<String, JsonNode> previewed(Live one, Instant now) {
        QueryOracle.Definition definition = one.definition();
        Preview preview = Preview.of(space, definition.isAudience(), Preview.ask(space, definition.isAudience(),
                definition.ofAccounts(), one.text(), one.options(), now));
        Map<String, JsonNode> values = new HashMap<>();
        preview.found().forEach(found -> found.externalIds().forEach(id -> values.put(id, found.value())));
        return values;
    }

    /** What the Profile API says: traits by person or account. */
    private Map<String, JsonNode> stored(Crowd crowd, List<QueryOracle.Definition> definitions) {
        List<String> keys = definitions.stream().map(QueryOracle.Definition::key).toList();
        Map<String, JsonNode> stored = new HashMap<>();
        List<String> people = new ArrayList<>();
        crowd.people().forEach(person -> people.add(person.id()));
        ObjectNode body = Http.JSON.createObjectNode();
        body.set("ids", Http.JSON.valueToTree(people));
        body.set("include", Http.JSON.valueToTree(keys));
        space.lookup(body.toString()).ok().body().path("data")
                .forEach(found -> stored.put(found.path("id").asText(), found.path("traits")));
        crowd.accounts().forEach(account -> stored.put(account.id(), space.get("collections/accounts/profiles/"
                + Http.encode(account.id()) + "/traits?limit=200").ok().body().path("traits")));
        return stored;
    }
}
