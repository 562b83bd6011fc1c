package io.selfsame.tracking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.column.DefinitionKeys;
import io.selfsame.column.EventColumns;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.identity.BatchResolution;
import io.selfsame.identity.Decision;
import io.selfsame.identity.EventIdentity;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.IdOutcome;
import io.selfsame.identity.ResolvedEvent;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.json.TimeText;
import io.selfsame.space.Grant;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.ConsentTraits;
import io.selfsame.trait.StoredTrait;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Events, traits, accounts and rejects into the graph, as steps of the transaction that resolved them. Thread safe. */
final class TrackingStore {

    private static final Statement EVENTS = Statement.of("tracking/writeEvents");
    private static final Statement ACCOUNTS = Statement.of("tracking/writeAccounts");
    private static final Statement PROFILE_TRAITS = Statement.of("tracking/writeProfileTraits");
    private static final Statement ACCOUNT_TRAITS = Statement.of("tracking/writeAccountTraits");
    private static final Statement NAME_PROFILES = Statement.of("tracking/nameProfiles");
    private static final Statement REJECTED = Statement.of("tracking/writeRejected");

    private final EventColumns columns;
    private final DefinitionKeys keys = new DefinitionKeys();

    TrackingStore(EventColumns columns) {
        this.columns = columns;
    }

    /** A rejection, and the write key it came by. */
    record Kept(Rejection rejection, String sourceId) {}

    /**
     * Writes every resolved event that has a profile, and what it says about people and accounts.
     *
     * @return of events with traits that were not taken, as definitions write them: all notes, by index
     */
    Map<Integer, List<Notes.Note>> write(Tx tx, SpaceId space, List<Message> messages, BatchResolution resolution) {
        if (resolution.resolved().isEmpty()) {
            return Map.of();
        }
        EventColumns.ColumnSet known = columns.at(tx, space, resolution.columnsVersion());
        DefinitionKeys.KeySet taken = keys.at(tx, space, resolution.columnsVersion());
        Map<Integer, List<Notes.Note>> notes = new HashMap<>();
        List<Map<String, Object>> events = new ArrayList<>();
        List<Map<String, Object>> accounts = new ArrayList<>();
        Map<String, TraitRow> profileTraits = new LinkedHashMap<>();
        Map<String, TraitRow> accountTraits = new LinkedHashMap<>();
        for (ResolvedEvent event : resolution.resolved()) {
            var owner = event.decision().eventProfile();
            if (owner.isEmpty()) {
                continue;
            }
            ProfileId profile = owner.get();
            Message message = messages.get(event.index());
            events.add(event(space, event, message, profile, resolution.rules().version(), known));
            traits(profileTraits, profile, profile.value(), message.common().consent(), event,
                    ConsentTraits.at(message.common().tree(), event.identity().at()));
            switch (message) {
                case Message.Identify m -> traits(profileTraits, profile, profile.value(),
                        own(event.index(), m, m.traits(), taken.ofPeople(), notes), event);
                case Message.Group m -> m.groupId().ifPresent(groupId -> {
                    AccountKey key = AccountKey.of(space, groupId);
                    accounts.add(Map.of("key", key.value(), "groupId", groupId, "profile", profile.value(), "at",
                            datetime(event.identity().at()), "seq", event.seq(), "messageId",
                            event.identity().messageId(), "sourceId", event.identity().sourceId()));
                    // The length keeps "a" + "b/c" and "a/b" + "c" apart.
                    traits(accountTraits, key, space.key(groupId.length() + "/" + groupId),
                            own(event.index(), m, m.traits(), taken.ofAccounts(), notes), event);
                });
                case Message.Track m -> {
                }
                case Message.Page m -> {
                }
                case Message.Screen m -> {
                }
                case Message.Alias m -> {
                }
            }
        }
        if (!events.isEmpty()) {
            long stored = tx.run(EVENTS, Map.of("events", events)).getFirst().get("stored").asLong();
            if (stored != events.size()) {
                throw new IllegalStateException(events.size() - stored + " of " + events.size()
                        + " events have no profile in the graph any more; nothing was written");
            }
        }
        run(tx, ACCOUNTS, "accounts", accounts, space);
        Set<String> names = new LinkedHashSet<>(Owner.values(renamed(resolution.resolved())));
        for (Record row : traits(tx, PROFILE_TRAITS, profileTraits, space, Map.of("naming", StoredTrait.NAMING))) {
            names.addAll(row.get("renamed").asList(Value::asString));
        }
        if (!names.isEmpty()) {
            tx.run(NAME_PROFILES, Map.of("profiles", List.copyOf(names)));
        }
        traits(tx, ACCOUNT_TRAITS, accountTraits, space, Map.of());
        return notes;
    }

    /** Without those that definitions write, which are noted. */
    private static ObjectNode own(int index, Message message, ObjectNode traits, Set<String> taken,
            Map<Integer, List<Notes.Note>> notes) {
        if (traits.properties().stream().noneMatch(trait -> isTaken(trait.getKey(), taken))) {
            return traits;
        }
        var noted = new Notes(message.common().notes());
        ObjectNode own = Json.object();
        traits.properties().forEach(trait -> {
            if (isTaken(trait.getKey(), taken)) {
                noted.add("trait_of_definition", "traits." + trait.getKey(), trait.getValue());
            } else {
                own.set(trait.getKey(), trait.getValue());
            }
        });
        notes.put(index, noted.list());
        return own;
    }

    /** Consent is sent where it belongs, and under no name of ours. */
    private static boolean isTaken(String trait, Set<String> taken) {
        return taken.contains(trait) || ConsentTraits.isOne(trait);
    }

    private static List<Record> traits(Tx tx, Statement statement, Map<String, TraitRow> rows, SpaceId space,
            Map<String, Object> more) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<String, Object> parameters = new HashMap<>(more);
        parameters.put("space", space.value());
        parameters.put("traits", rows.values().stream().map(TraitRow::parameters).toList());
        parameters.put("latest", datetime(TimeText.latest(Instant.now())));
        return tx.run(statement, parameters);
    }

    /** The profiles that may have got another name by whom events have joined, or by an ID. New ones have theirs. */
    private static Set<ProfileId> renamed(List<ResolvedEvent> events) {
        Set<ProfileId> profiles = new LinkedHashSet<>();
        for (ResolvedEvent event : events) {
            switch (event.decision()) {
                case Decision.Created(var profile, var outcomes) -> {
                }
                case Decision.Attached(var profile, var outcomes) -> {
                    if (outcomes.stream().anyMatch(TrackingStore::names)) {
                        profiles.add(profile);
                    }
                }
                case Decision.Merged(var profile, var merges, var outcomes) -> {
                    profiles.add(profile);
                    merges.forEach(merge -> profiles.add(merge.child()));
                }
                case Decision.Refused(var outcomes) -> {
                }
            }
        }
        return profiles;
    }

    private static boolean names(IdOutcome outcome) {
        return outcome instanceof IdOutcome.Linked(var id)
                && (id.type().equals(ExternalId.EMAIL) || id.type().equals(ExternalId.USER_ID));
    }

    /** Keeps what was not taken, for its owner to look at. */
    void keep(Tx tx, SpaceId space, List<Kept> kept) {
        var rows = kept.stream().map(one -> Map.<String, Object>of("key",
                space.key(one.sourceId() + "/" + one.rejection().messageId()), "messageId", one.rejection().messageId(),
                "code", one.rejection().code(), "message",
                one.rejection().message(), "body", one.rejection().body(), "sourceId", one.sourceId(), "once",
                one.rejection().once(), "at", datetime(Instant.now()))).toList();
        run(tx, REJECTED, "rejected", rows, space);
    }

    private static void run(Tx tx, Statement statement, String name, List<?> rows, SpaceId space) {
        if (!rows.isEmpty()) {
            tx.run(statement, Map.of("space", space.value(), name, rows));
        }
    }

    private static Map<String, Object> event(SpaceId space, ResolvedEvent event, Message message, ProfileId profile,
            int rulesVersion, EventColumns.ColumnSet known) {
        EventIdentity identity = event.identity();
        List<String> ids = new ArrayList<>();
        for (IdOutcome outcome : event.decision().outcomes()) {
            switch (outcome) {
                case IdOutcome.Linked(var id) -> ids.add(id.toString());
                case IdOutcome.Known(var id) -> ids.add(id.toString());
                case IdOutcome.Dropped f -> {
                }
                case IdOutcome.Blocked f -> {
                }
                case IdOutcome.NotAllowed f -> {
                }
            }
        }
        Map<String, Object> properties = new HashMap<>();
        properties.put("space", space.value());
        properties.put("messageId", identity.messageId());
        properties.put("seq", event.seq());
        properties.put("owner", profile.value());
        properties.put("type", message.type());
        message.eventName().ifPresent(name -> {
            properties.put("name", name);
            known.project(name, message.common().tree(), properties);
        });
        if (event.changesIdentity()) {
            properties.put("changedIdentity", true);
        }
        if (!message.common().consent().isEmpty()) {
            properties.put("saysConsent", true);
        }
        properties.put("timestamp", datetime(identity.at()));
        properties.put("sourceId", identity.sourceId());
        if (identity.keyKind() == Grant.KeyKind.BROWSER) {
            // For whoever decides it again: the key may be gone by then.
            properties.put("keyKind", identity.keyKind().text());
        }
        properties.put("outcome", event.decision().outcome());
        properties.put("externalIds", ids);
        properties.put("rulesVersion", rulesVersion);
        properties.put("body", message.common().body());
        return Map.of("profile", profile.value(), "properties", properties);
    }

    /** Within a batch the newest value of a trait is enough; of equal times the one committed last. */
    private static void traits(Map<String, TraitRow> rows, Owner owner, String prefix, ObjectNode traits,
            ResolvedEvent event) {
        traits(rows, owner, prefix, traits, event, event.identity().at());
    }

    private static void traits(Map<String, TraitRow> rows, Owner owner, String prefix, ObjectNode traits,
            ResolvedEvent event, Instant at) {
        traits.properties().forEach(trait -> {
            String key = prefix + "/" + trait.getKey();
            TraitRow before = rows.get(key);
            if (before == null || !at.isBefore(before.at())) {
                Map<String, Object> properties = StoredTrait.properties(trait.getValue());
                properties.put("timestamp", datetime(at));
                properties.put("seq", event.seq());
                properties.put("sourceId", event.identity().sourceId());
                properties.put("messageId", event.identity().messageId());
                rows.put(key, new TraitRow(at, Map.of("owner", owner.value(), "key", key, "name", trait.getKey(),
                        "timestamp", datetime(at), "properties", properties)));
            }
        });
    }

    /** A trait to be written, and its time. */
    private record TraitRow(Instant at, Map<String, Object> parameters) {}

    private static ZonedDateTime datetime(Instant at) {
        return at.atZone(ZoneOffset.UTC);
    }
}
