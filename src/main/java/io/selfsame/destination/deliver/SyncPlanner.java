package io.selfsame.destination.deliver;

import io.selfsame.destination.courier.Courier;
import io.selfsame.destination.Destination;
import io.selfsame.destination.call.CallPlan;
import io.selfsame.destination.call.Recipient;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.ApiSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says what it would be to tell a destination of everybody. Thread safe. */
public final class SyncPlanner {

    private static final Statement PLAN = Statement.of("delivery/plan");

    /** People of a definition that are counted. */
    private static final int COUNTED = 1_000_000;

    /** People of a definition of whom the messages are counted one by one. Of others there are as many on average. */
    private static final int SAMPLE = 100;

    private final Graph graph;
    private final DeliveryStore store;
    private final Courier courier;

    public SyncPlanner(Graph graph, Courier courier) {
        this.graph = graph;
        this.store = new DeliveryStore(graph, graph);
        this.courier = courier;
    }

    /**
     * Of one definition.
     *
     * @param key of its trait
     * @param people in the audience, or with a value; up to 1,000,000 are counted. Of accounts, those who are told of it as members
     * @param accounts of a definition of accounts: those in the audience, or with a value
     */
    @ApiSchema("PlannedDefinition")
    public record PlannedDefinition(String key, long people, Optional<Long> accounts, long messages) {}

    /**
     * What is sent if a destination is made so, or resumed.
     *
     * @param waiting changes that wait for it
     * @param oldest of the change that waits longest
     * @param definitions of which everybody is told
     * @param messages in all; those that the destination knows already are among them
     * @param requests that hold them
     * @param exact whether they were counted one by one
     * @param seconds at the destination's rate cap, if it has one
     */
    @ApiSchema("SyncPlan")
    public record SyncPlan(long waiting, Optional<Instant> oldest, List<PlannedDefinition> definitions, long messages,
            long requests, boolean exact,
            Optional<Long> seconds) {}

    /** If a destination is resumed: what waits is sent, or, if that was too much, everybody is told of. */
    public SyncPlan ofResuming(Destination destination) {
        Optional<DeliveryStore.Standing> standing = store.survey(destination.space()).stream()
                .filter(each -> each.id().equals(destination.id())).findFirst();
        if (standing.filter(DeliveryStore.Standing::muted).isPresent()) {
            return ofEverybody(destination);
        }
        long waiting = standing.map(DeliveryStore.Standing::pending).orElse(0L);
        return plan(destination, waiting, standing.flatMap(DeliveryStore.Standing::oldest), List.of(), waiting, false);
    }

    /** If everybody is told of; the destination need not be in the graph. */
    public SyncPlan ofEverybody(Destination destination) {
        List<PlannedDefinition> definitions = new ArrayList<>();
        long all = 0;
        boolean exact = true;
        for (var row : graph.read(PLAN,
                Map.of("space", destination.space().value(), "audiences", keys(destination.send()
                        .audiences()), "traits", keys(destination.send().traits()), "leftOut",
                        List.copyOf(destination.send().leftOut()), "accounts",
                        destination.send().accounts().name().toLowerCase(Locale.ROOT), "most", COUNTED, "sample",
                        SAMPLE))) {
            boolean ofAccounts = row.get("ofAccounts").asBoolean();
            boolean byMembers = row.get("byMembers").asBoolean();
            long owners = row.get("owners").asLong();
            List<ProfileId> some = row.get("sample").asList(owner -> new ProfileId(owner.asString()));
            Collection<Recipient> recipients = store.recipients(destination, some).values();
            // Of few members it is known who is the same person.
            long people = byMembers && row.get("members").asLong() > SAMPLE
                    ? row.get("members").asLong()
                    : byMembers ? some.size() : owners;
            boolean audience = row.get("audience").asBoolean();
            String key = row.get("trait").asString();
            long counted = recipients.stream().mapToInt(each -> CallPlan.messages(destination, each, key, audience))
                    .sum();
            long messages = people <= some.size() ? counted : Math.round((double) counted * people / some.size());
            exact &= people <= some.size();
            all += messages;
            definitions.add(new PlannedDefinition(key, ofAccounts && !byMembers ? 0 : people,
                    ofAccounts ? Optional.of(owners) : Optional.empty(), messages));
        }
        return plan(destination, 0, Optional.empty(), definitions, all, exact);
    }

    private SyncPlan plan(Destination destination, long waiting, Optional<Instant> oldest,
            List<PlannedDefinition> definitions,
            long messages, boolean exact) {
        long requests = (messages + courier.most(destination) - 1) / courier.most(destination);
        int cap = destination.settings().callsPerSecond();
        return new SyncPlan(waiting, oldest, definitions, messages, requests, exact,
                cap == 0 ? Optional.empty() : Optional.of((requests + cap - 1) / cap));
    }

    private static List<String> keys(Destination.Keys keys) {
        return switch (keys) {
            case Destination.Keys.All all -> List.of("*");
            case Destination.Keys.Named named -> List.copyOf(named.keys());
        };
    }
}
