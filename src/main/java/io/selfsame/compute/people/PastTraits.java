package io.selfsame.compute.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.UnreadableParts;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.Extractor;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.trait.ConsentTraits;
import io.selfsame.trait.SentTraits;
import io.selfsame.trait.StoredTrait;
import io.selfsame.trait.TraitMerge;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/**
 * Traits, accounts and members as they were known at an instant. Which profiles are one person is as known today. The graph
 * keeps only the newest value of a trait, so earlier values are taken from the calls that sent them. For one thread.
 */
public final class PastTraits {

    private static final Statement PEOPLE = Statement.of("compute/peopleThen");
    private static final Statement CALLS = Statement.of("compute/callsThen");
    private static final Statement ACCOUNTS = Statement.of("compute/accountsThen");
    private static final Statement GROUP_CALLS = Statement.of("compute/groupCallsThen");

    /** Calls that are in memory at once: of each only the newest value of each trait is kept. */
    private static final int AHEAD = 200;

    /** What those who are asked about together may take, in events with one short value. */
    static final int MOST = 20_000;

    /** Several people or accounts need too much memory together; ask about fewer. A single one gets gaps instead. */
    public static final class TooMuch extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooMuch() {
            super("Fewer are to be asked about at once", null, false, false);
        }
    }

    private final Graph graph;
    private final Map<String, TraitPolicy> policies;
    private final Set<String> traits;
    private final Instant until;

    /** @param traits the names of those that are asked for */
    PastTraits(Graph graph, Map<String, TraitPolicy> policies, Collection<String> traits, Instant until) {
        this.graph = graph;
        this.policies = policies;
        this.traits = Set.copyOf(traits);
        this.until = until;
    }

    /** The traits and accounts of a person at that instant. */
    record PastPerson(Map<String, JsonNode> traits, Set<AccountKey> accounts, UnreadableParts unreadable) {}

    /** The traits of an account, and the canonical people who belonged to it. */
    record PastAccount(Map<String, JsonNode> traits, Set<ProfileId> members, UnreadableParts unreadable) {}

    /**
     * Those of some people who had done anything by then.
     *
     * @param named how many accounts of each are named
     * @throws TooMuch if they are several, and take too much together
     */
    Map<ProfileId, PastPerson> people(List<ProfileId> roots, int named) {
        Map<Owner, Sent> sent = calls(CALLS, "people", roots);
        Map<ProfileId, PastPerson> people = new HashMap<>();
        for (Record row : graph.read(PEOPLE, parameters("people", roots, "accounts", (long) named))) {
            var root = new ProfileId(row.get("root").asString());
            Sent theirs = sent.getOrDefault(root, new Sent());
            people.put(root, new PastPerson(theirs.merged(policies), GraphValues.accounts(row.get("accounts")),
                    theirs.unreadable()));
        }
        return people;
    }

    /**
     * Those of some accounts that had been named by then.
     *
     * @param named how many members of each are named
     * @throws TooMuch as for people
     */
    Map<AccountKey, PastAccount> accounts(List<AccountKey> keys, long named) {
        Map<Owner, Sent> sent = calls(GROUP_CALLS, "accounts", keys);
        Map<AccountKey, PastAccount> accounts = new HashMap<>();
        for (Record row : graph.read(ACCOUNTS, parameters("accounts", keys, "members", named))) {
            var key = new AccountKey(row.get("key").asString());
            Sent theirs = sent.getOrDefault(key, new Sent());
            accounts.put(key, new PastAccount(theirs.merged(Map.of()),
                    new HashSet<>(row.get("members").asList(GraphValues::profile)), theirs.unreadable()));
        }
        return accounts;
    }

    private Map<String, Object> parameters(String whom, List<? extends Owner> some, String limit, long most) {
        return Map.of(whom, Owner.values(some), "until", until.atZone(ZoneOffset.UTC), limit, most);
    }

    /** What the calls of people or accounts have left, by whom they are about. */
    private Map<Owner, Sent> calls(Statement statement, String whom, List<? extends Owner> some) {
        if (traits.isEmpty()) {
            return Map.of();
        }
        return graph.read(statement, Map.of(whom, Owner.values(some), "until", until.atZone(ZoneOffset.UTC)), AHEAD,
                rows -> {
                    Map<Owner, Sent> sent = new HashMap<>();
                    long weight = 0;
                    while (rows.hasNext()) {
                        Record row = rows.next();
                        if (statement.equals(CALLS)) {
                            weight += sent
                                    .computeIfAbsent(new ProfileId(row.get("root").asString()), root -> new Sent())
                                    .add(GraphValues.profile(row.get("member")), row.get("memberSeq").asLong(), row,
                                            Optional.empty());
                        } else {
                            // Its members belong to others too.
                            var account = new AccountKey(row.get("key").asString());
                            weight += sent.computeIfAbsent(account, key -> new Sent()).add(account, 0, row,
                                    Optional.of(row.get("groupId").asString()));
                        }
                        if (weight > MOST) {
                            if (some.size() > 1) {
                                throw new TooMuch();
                            }
                            sent.values().forEach(Sent::giveUp);
                            break;
                        }
                    }
                    return sent;
                });
    }

    /** The newest value of each trait of each profile. */
    private final class Sent {

        private final Map<String, StoredTrait> newest = new HashMap<>();

        /** Why none of the traits is known, a clause for {@link UnreadableParts}. */
        private @Nullable String gap;

        /**
         * Notes a call, and answers how much more is held.
         *
         * @param of the profile that it is stored at, or the account that it is about
         * @param seq of that profile
         * @param group whom the call must be about, if it is one of a member
         */
        long add(Owner of, long seq, Record call, Optional<String> group) {
            try {
                JsonNode body = Json.parse(call.get("body").asString());
                Instant at = call.get("timestamp").asZonedDateTime().toInstant();
                if (group.isEmpty()) {
                    long more = add(of, seq, call, ConsentTraits.of(body), ConsentTraits.at(body, at));
                    return body.path("type").asText().equals("identify")
                            ? more + add(of, seq, call, SentTraits.ofPerson(body), at)
                            : more;
                }
                return Extractor.text(body.path("groupId")).equals(group)
                        ? add(of, seq, call, body.path("traits"), at)
                        : 0;
            } catch (RuntimeException e) {
                // Any of the traits may have been in it.
                gap = UnreadableParts.UNREADABLE;
                return 0;
            }
        }

        private long add(Owner of, long profileSeq, Record call, JsonNode sent, Instant at) {
            long more = 0;
            for (var trait : sent.properties()) {
                if (!traits.contains(trait.getKey())) {
                    continue;
                }
                var said = new StoredTrait(trait.getKey(), trait.getValue(), at, call.get("seq").asLong(), "", "",
                        "custom", profileSeq);
                String place = of + "/" + trait.getKey();
                StoredTrait before = newest.get(place);
                if (before == null || said.isNewerThan(before)) {
                    newest.put(place, said);
                    more += 1 + MemoryAllowance.weight(said.value())
                            - (before == null ? 0 : 1 + MemoryAllowance.weight(before.value()));
                }
            }
            return more;
        }

        void giveUp() {
            newest.clear();
            gap = "cannot be read: what was said of all of them until then takes as much memory as more than " + MOST
                    + " events with a short value, which is the limit";
        }

        Map<String, JsonNode> merged(Map<String, TraitPolicy> byPolicies) {
            Map<String, JsonNode> values = new HashMap<>();
            TraitMerge.merge(new ArrayList<>(newest.values()), byPolicies)
                    .forEach((name, trait) -> values.put(name, trait.value()));
            return values;
        }

        UnreadableParts unreadable() {
            String why = gap;
            return why == null
                    ? UnreadableParts.NONE
                    : new UnreadableParts(Map.of(),
                            traits.stream().collect(Collectors.toMap(name -> name, name -> why)));
        }
    }
}
