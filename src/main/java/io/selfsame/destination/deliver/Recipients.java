package io.selfsame.destination.deliver;

import io.selfsame.destination.Destination;
import io.selfsame.destination.call.Recipient;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.trait.ConsentTraits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads of people and accounts what messages about them need to know. Thread safe. */
final class Recipients {

    private static final Statement ACCOUNTS = Statement.of("delivery/accounts");
    private static final Statement RECIPIENTS = Statement.of("delivery/recipients");

    /** External IDs of one person in messages, the first that were linked. */
    static final int MOST_IDS = 200;

    /** Members of an account among whom one is looked for. */
    private static final int MOST_MEMBERS = 1_000;

    private final Graph graph;
    private final Enrichment enrichment;

    Recipients(Graph graph) {
        this.graph = graph;
        this.enrichment = new Enrichment(graph);
    }

    /** The types of external IDs that may stand in messages: those that are wanted, and those that a message borrows. */
    private static List<String> types(Destination destination) {
        Set<String> types = new HashSet<>(destination.ids().types());
        types.add(ExternalId.USER_ID);
        types.add("anonymous_id");
        if (destination.ids().strategy() == Destination.Strategy.PERSON) {
            types.add("*");
        }
        return List.copyOf(types);
    }

    /** Some people, as messages of a destination need to know them. */
    Map<ProfileId, Recipient> of(Destination destination, Collection<ProfileId> roots) {
        Map<ProfileId, Recipient> recipients = new HashMap<>();
        graph.read(RECIPIENTS,
                Map.of("destination", destination.id(), "roots", roots.stream().map(ProfileId::value).toList(),
                        "types", types(destination), "most", MOST_IDS, "consent",
                        destination.consentCategories().stream().map(ConsentTraits::name).toList()))
                .forEach(row -> {
                    Recipient recipient = DeliveryRows.recipient(row);
                    recipients.put(recipient.root(), recipient);
                });
        enrichment.of(destination, recipients.keySet())
                .forEach(
                        (root, traits) -> recipients.computeIfPresent(root, (id, recipient) -> recipient.with(traits)));
        List<ProfileId> accounts = new ArrayList<>();
        roots.forEach(root -> {
            switch (DeliveryRows.OwnerKind.of(root)) {
                case PERSON -> {
                }
                case ACCOUNT -> {
                    accounts.add(root);
                    recipients.put(root, nobody(root));
                }
                case DECISION -> recipients.put(root, nobody(root));
            }
        });
        if (!accounts.isEmpty()) {
            graph.read(ACCOUNTS,
                    Map.of("destination", destination.id(), "accounts", Owner.values(accounts), "most", MOST_MEMBERS))
                    .stream().map(DeliveryRows::recipient).forEach(account -> recipients.put(account.root(), account));
        }
        return recipients;
    }

    private static Recipient nobody(ProfileId root) {
        return new Recipient(root, List.of(), Json.object(), Set.of(), Map.of());
    }
}
