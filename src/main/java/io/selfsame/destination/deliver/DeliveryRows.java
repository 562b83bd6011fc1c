package io.selfsame.destination.deliver;

import io.selfsame.destination.Destination;
import io.selfsame.destination.call.Change;
import io.selfsame.destination.call.Recipient;
import io.selfsame.destination.call.Told;
import io.selfsame.flow.LogThrottle;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.outbox.Outbox;
import io.selfsame.trait.ConsentTraits;
import io.selfsame.trait.StoredTrait;
import io.selfsame.trait.TraitMerge;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for destinations, and what they know, as rows of the graph. */
final class DeliveryRows {

    private static final Change.What GONE = new Change.What.Withheld("The definition is deleted");

    /** How the owner begins of what is known of nobody; keys of accounts begin with that of their space. */
    private static final String NOBODY = "/";
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryRows.class);
    private static final LogThrottle UNKNOWN = new LogThrottle(Duration.ofMinutes(1));

    /** Kinds of deliveries that this version knows. */
    private static final Set<String> KINDS = Set.of("entered", "exited", "computed", LedgerEntries.EVENT,
            LedgerEntries.IDENTITY, LedgerEntries.ALIAS);

    /** How long one of another kind waits for a newer instance before it is looked at again. */
    private static final Duration LATER = Duration.ofMinutes(1);

    private DeliveryRows() {}

    static DeliveryStore.WaitingPerson person(Record row, LedgerEntries ledger) {
        Set<ProfileId> owners = new HashSet<>(row.get("owners").asList(owner -> new ProfileId(owner.asString())));
        Optional<ProfileId> nobody = owners.stream()
                .filter(owner -> OwnerKind.of(owner) != OwnerKind.PERSON).findFirst();
        Optional<String> unknown = row.get("changes").asList(change -> change.get("kind").asString("")).stream()
                .filter(kind -> !KINDS.contains(kind)).findFirst();
        if (unknown.isPresent()) {
            UNKNOWN.say(more -> LOG.warn("A delivery of the kind '{}' waits for a newer version of this service{}",
                    unknown.get(), LogThrottle.others(more, "such deliveries")));
            return new DeliveryStore.WaitingPerson(text(row, "root").map(ProfileId::new).or(() -> nobody), owners,
                    List.of(), Optional.of(Instant.now().plus(LATER)), 0);
        }
        return new DeliveryStore.WaitingPerson(text(row, "root").map(ProfileId::new).or(() -> nobody), owners,
                row.get("changes").asList(change -> change(change, ledger)),
                time(row, "waits"), row.get("characters").asLong());
    }

    static Optional<Instant> time(Record row, String name) {
        return row.get(name).isNull() ? Optional.empty() : Optional.of(row.get(name).asZonedDateTime().toInstant());
    }

    /** Whose a change is. */
    enum OwnerKind {
        PERSON,
        ACCOUNT,
        /** Nobody's: an event that nobody took. */
        DECISION;

        static OwnerKind of(ProfileId owner) {
            if (owner.value().startsWith(NOBODY)) {
                return DECISION;
            }
            return owner.value().indexOf('/') < 0 ? PERSON : ACCOUNT;
        }
    }

    private static Change change(Value row, LedgerEntries ledger) {
        return new Change(row.get("key").asString(), row.get("place").asLong(),
                new ProfileId(row.get("owner").asString()),
                new Change.DefinitionRef(row.get("definition").asString(""), row.get("trait").asString("")),
                what(row, ledger), row.get("at").asZonedDateTime().toInstant(),
                row.get("notedAt").asZonedDateTime().toInstant(), row.get("again").asBoolean(false),
                texts(row.get("tried")), row.get("attempts").asInt(), texts(row.get("done")));
    }

    private static Change.What what(Value row, LedgerEntries ledger) {
        boolean gone = row.get("gone").asBoolean(false);
        return switch (row.get("kind").asString()) {
            case "entered" -> gone ? GONE : new Change.What.Entered();
            case "exited" -> new Change.What.Exited();
            case "computed" -> computed(row, gone);
            case LedgerEntries.EVENT -> ledger.event(row);
            case LedgerEntries.IDENTITY -> ledger.identity(row);
            case LedgerEntries.ALIAS -> ledger.alias(row);
            default -> throw new IllegalStateException("A delivery of kind " + row.get("kind"));
        };
    }

    private static Change.What computed(Value row, boolean gone) {
        if (row.get("size").asLong(0) > Outbox.LONGEST) {
            return new Change.What.Withheld("The value has " + row.get("size") + " characters; destinations are told of"
                    + " values of up to " + Outbox.LONGEST);
        }
        var value = row.get("value").isNull()
                ? Json.tree(row.get("scalar").asObject())
                : Json.parse(row.get("value").asString());
        return gone && !value.isNull() ? GONE : new Change.What.Computed(value);
    }

    private static Set<String> texts(Value list) {
        return list.isNull() ? Set.of() : new HashSet<>(list.asList(Value::asString));
    }

    private static Optional<String> text(Record row, String name) {
        return row.get(name).isNull() ? Optional.empty() : Optional.of(row.get(name).asString());
    }

    static Recipient recipient(Record row) {
        Map<String, Told> known = new HashMap<>();
        row.get("told").values().forEach(each -> known.merge(each.get(0).asString(), new Told(texts(each.get(1)),
                each.get(2).isNull() ? Optional.empty() : Optional.of(each.get(2).asString())), DeliveryRows::both));
        return new Recipient(new ProfileId(row.get("root").asString()), row.get("ids").asList(
                id -> new ExternalId(id.get(0).asString(), id.get(1).asString())), Json.object(),
                consent(row.get("consent")), known);
    }

    /** The categories that were consented to, where it was said last. */
    private static Set<String> consent(Value traits) {
        Set<String> consent = new HashSet<>();
        if (traits.isNull()) {
            return consent;
        }
        TraitMerge.merge(traits.asList(StoredTrait::of), Map.of()).values().stream()
                .filter(trait -> trait.value().booleanValue())
                .forEach(trait -> ConsentTraits.category(trait.name()).ifPresent(consent::add));
        return consent;
    }

    private static Told both(Told one, Told other) {
        Set<String> ids = new LinkedHashSet<>(one.ids());
        ids.addAll(other.ids());
        return new Told(ids, one.value().equals(other.value()) ? one.value() : Optional.empty());
    }

    static Map<String, Object> told(Destination destination, Person person, Person.ToldChange change) {
        ProfileId root = person.recipient().root();
        Map<String, Object> row = new HashMap<>();
        row.put("key", destination.id() + "/" + change.about().id() + "/" + root);
        row.put("space", destination.space().value());
        row.put("destination", destination.id());
        row.put("owner", root.value());
        row.put("owners", Owner.values(person.owners()));
        row.put("definition", change.about().id());
        row.put("trait", change.about().key());
        row.put("audience", change.audience());
        row.put("added", List.copyOf(change.added()));
        row.put("removed", List.copyOf(change.removed()));
        row.put("value", change.value().orElse(null));
        return row;
    }
}
