package io.selfsame.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.testing.QueryOracle.Account;
import io.selfsame.testing.QueryOracle.Event;
import io.selfsame.testing.QueryOracle.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** People and accounts as the query oracle takes them, from messages and who sent each. */
public final class Crowd {

    /** A message with a {@code messageId}, and the ID of the write key it went by. */
    public record Sent(JsonNode message, String source) {}

    /**
     * A message that was taken.
     *
     * @param person the canonical one, by whatever name
     * @param externalIds those that the message linked or that were known, as {@code type:value}
     * @param source the ID of the write key it came by
     * @param created whether a profile was created for it
     */
    public record Taken(JsonNode message, String person, Set<String> externalIds, String source,
            boolean created) {}

    private final List<Taken> ledger;
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();

    /** Those of a space, as its ledger says who sent what. {@code sent}: by message ID, with the ID of the write key. */
    public static Crowd of(TestSpace space, Map<String, Sent> sent) {
        List<JsonNode> ledger = space.decisions();
        Map<String, String> roots = roots(space, ledger);
        List<Taken> taken = new ArrayList<>();
        for (JsonNode entry : ledger) {
            if (entry.path("outcome").asText().equals("refused")) {
                continue;
            }
            Set<String> ids = new HashSet<>();
            for (JsonNode id : entry.path("identifiers")) {
                if (Set.of("linked", "known").contains(id.path("fate").asText())) {
                    ids.add(id.path("type").asText() + ":" + id.path("id").asText());
                }
            }
            Sent message = sent.get(entry.path("message_id").asText());
            taken.add(new Taken(message.message(), roots.get(entry.path("segment_id").asText()), ids,
                    message.source(), entry.path("outcome").asText().equals("created")));
        }
        return new Crowd(taken);
    }

    private static Map<String, String> roots(TestSpace space, List<JsonNode> ledger) {
        List<String> profiles = ledger.stream().map(entry -> entry.path("segment_id").asText())
                .filter(id -> !id.isEmpty()).distinct().toList();
        Map<String, String> roots = new HashMap<>();
        if (!profiles.isEmpty()) {
            String body = Http.JSON.createObjectNode().set("ids", Http.JSON.valueToTree(profiles)).toString();
            space.lookup(body).ok().body().path("data")
                    .forEach(found -> roots.put(found.path("id").asText(), found.path("segment_id").asText()));
        }
        return roots;
    }

    /** Those that the identity oracle makes of messages, each with its message ID. */
    public static Crowd of(Oracle oracle, List<Sent> sent) {
        sent.forEach(one -> oracle.take(one.message()));
        List<Taken> taken = new ArrayList<>();
        for (Sent one : sent) {
            Oracle.Profile root = oracle.decisions().get(one.message().path("messageId").asText()).profile()
                    .orElseThrow().root;
            Set<String> ids = new HashSet<>();
            oracle.idsOf(root).keySet().forEach(id -> ids.add(id.type() + ":" + id.value()));
            taken.add(new Taken(one.message(), ids.toString(), ids, one.source(), oracle.decisions()
                    .get(one.message().path("messageId").asText()).outcome().equals("created")));
        }
        return new Crowd(taken);
    }

    /** @param ledger in commit order */
    public Crowd(List<Taken> ledger) {
        this.ledger = ledger;
        IntStream.range(0, ledger.size()).boxed()
                .sorted(Comparator.comparing((Integer seq) -> at(ledger.get(seq).message())).thenComparing(seq -> seq))
                .forEach(seq -> take(ledger.get(seq), seq));
    }

    private void take(Taken taken, long seq) {
        Person person = people.computeIfAbsent(taken.person(),
                id -> new Person(id, new HashSet<>(), new ArrayList<>(), new HashMap<>(), new HashSet<>(),
                        new ArrayList<>()));
        if (taken.created()) {
            person.created().add(at(taken.message()));
        }
        person.externalIds().addAll(taken.externalIds());
        JsonNode message = taken.message();
        name(message).ifPresent(name -> person.events().add(new Event(name, at(message), seq, properties(message),
                message.path("context"), taken.source())));
        ObjectNode consent = Http.JSON.createObjectNode();
        message.path("context").path("consent").path("categoryPreferences").properties()
                .forEach(category -> consent.set("$consent:" + category.getKey(), category.getValue()));
        newer(person.traits(), consent);
        switch (message.path("type").asText()) {
            case "identify" -> newer(person.traits(), message.path("traits"));
            case "group" -> {
                String id = "group_id:" + message.path("groupId").asText();
                person.accounts().add(id);
                Account account = accounts.computeIfAbsent(id, any -> new Account(id, new HashMap<>()));
                newer(account.traits(), message.path("traits"));
            }
            default -> {
                // Other calls say nothing about people.
            }
        }
    }

    /** As previews see them at an instant: nothing later has happened, but people have the IDs that they have now. */
    public Crowd until(Instant then) {
        Crowd before = new Crowd(ledger.stream().filter(taken -> !at(taken.message()).isAfter(then)).toList());
        before.people.forEach((id, person) -> person.externalIds().addAll(people.get(id).externalIds()));
        before.people.forEach((id, person) -> person.created().addAll(people.get(id).created()));
        return before;
    }

    public Collection<Person> people() {
        return people.values();
    }

    public Collection<Account> accounts() {
        return accounts.values();
    }

    private static Instant at(JsonNode message) {
        return Instant.parse(message.path("timestamp").asText());
    }

    private static Optional<String> name(JsonNode message) {
        return switch (message.path("type").asText()) {
            case "track" -> Optional.of(message.path("event").asText());
            case "page" -> Optional.of("Page Viewed");
            case "screen" -> Optional.of("Screen Viewed");
            default -> Optional.empty();
        };
    }

    /** Of page and screen calls the name is a property, unless there is one of that name. */
    private static JsonNode properties(JsonNode message) {
        String type = message.path("type").asText();
        if (type.equals("track") || !message.has("name") || message.path("properties").has(type + "_name")) {
            return message.path("properties");
        }
        ObjectNode named = Http.JSON.createObjectNode();
        message.path("properties").properties().forEach(entry -> named.set(entry.getKey(), entry.getValue()));
        return named.set(type + "_name", message.path("name"));
    }

    private static void newer(Map<String, JsonNode> traits, JsonNode said) {
        said.properties().forEach(trait -> {
            if (trait.getValue().isNull()) {
                traits.remove(trait.getKey());
            } else {
                traits.put(trait.getKey(), trait.getValue());
            }
        });
    }
}
