package io.selfsame.compute.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.definition.DefinitionStore;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.PersonEvent;
import io.selfsame.compute.evaluate.StoredResults;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.compute.people.PeopleLoader;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Keeps loaded people and their stored results between refreshes: active people are usually active again soon, and then only
 * their new events have to be read. This is valid because only one run at a time writes results of a space, each run notes its
 * instance in the graph, and the ledger tells who has changed. Changes by hand are in no ledger, so a person is loaded again
 * after {@link #AGE}. Takes at most a share of the heap. Thread safe.
 */
public final class PeopleCache {

    /** Three 64ths of the heap, for all spaces, in events. */
    private static final long MOST = Runtime.getRuntime().maxMemory() / 64 * 3 / MemoryAllowance.EVENT;

    private static final Duration AGE = Duration.ofSeconds(30);

    /** Tells this service from others that refresh the same spaces. */
    private final String name = UUID.randomUUID().toString();
    private final LongSupplier clock;
    private final Map<SpaceId, OfSpace> spaces = new ConcurrentHashMap<>();
    private final Cache<Key, Entry> people = Caffeine.newBuilder().maximumWeight(MOST).expireAfterWrite(AGE)
            .weigher((Key key, Entry entry) -> (int) Math.min(Integer.MAX_VALUE, entry.weight())).build();

    public PeopleCache() {
        this(System::nanoTime);
    }

    /** @param clock in nanoseconds, of any beginning */
    PeopleCache(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * A cached person.
     *
     * @param weight estimated memory, in events
     * @param read when the person was read, by the clock
     */
    private record Entry(PeopleLoader.LoadedSubject<Subject.Person> person, long weight, long read) {}

    /** @param root the one that the person has: it takes no memory besides */
    private record Key(OfSpace space, ProfileId root) {}

    /** What people were loaded for. With another basis they have to be loaded again. */
    public record Basis(DefinitionStore.ActiveDefinitions enabled, EventColumns.ColumnSet columns,
            Map<String, TraitPolicy> policies) {}

    public String name() {
        return name;
    }

    /**
     * The cached people of one space; none if they were loaded on another basis.
     *
     * @param before the instance that refreshed the space last
     */
    public OfSpace of(SpaceId space, Basis basis, String before) {
        return spaces.compute(space, (key, known) -> known != null && before.equals(name)
                && known.basis.equals(basis) ? known : new OfSpace(basis));
    }

    /** After a failure nobody knows what was written. */
    void forget(SpaceId space) {
        spaces.remove(space);
    }

    /** The cached people of one space, for its single refresh. */
    public final class OfSpace {

        private final Basis basis;

        private OfSpace(Basis basis) {
            this.basis = basis;
        }

        Optional<PeopleLoader.LoadedSubject<Subject.Person>> get(ProfileId root) {
            return Optional.ofNullable(people.getIfPresent(new Key(this, root)))
                    .filter(entry -> clock.getAsLong() - entry.read() < AGE.toNanos()).map(Entry::person);
        }

        /** What somebody is reckoned to take in memory, in events; empty if they are not here. */
        OptionalLong weight(ProfileId root) {
            return Stream.ofNullable(people.getIfPresent(new Key(this, root))).mapToLong(Entry::weight).findFirst();
        }

        /** Somebody who was read now. */
        void put(PeopleLoader.LoadedSubject<Subject.Person> person) {
            // Who was not read whole is read anew the next time.
            if (!person.subject().unreadable().isNone()) {
                return;
            }
            people.put(new Key(this, person.subject().id()),
                    new Entry(person, PeopleLoader.LoadedSubject.weight(person), clock.getAsLong()));
        }

        void remove(ProfileId root) {
            people.invalidate(new Key(this, root));
        }

        /** Adds events of somebody who is here; those that were loaded with them already are left. */
        void add(ProfileId root, List<PersonEvent> events) {
            people.asMap().computeIfPresent(new Key(this, root), (key, entry) -> {
                var person = entry.person().subject();
                Map<String, List<PersonEvent>> byName = new HashMap<>(person.byName());
                Set<String> copied = new HashSet<>();
                long weight = entry.weight();
                for (PersonEvent event : events) {
                    List<PersonEvent> some = byName.getOrDefault(event.name(), List.of());
                    int place = Collections.binarySearch(some, event, PersonEvent.TIME);
                    if (place < 0) {
                        if (copied.add(event.name())) {
                            some = new ArrayList<>(some);
                            byName.put(event.name(), some);
                        }
                        some.add(-place - 1, event);
                        weight += event.weight();
                    }
                }
                return new Entry(new PeopleLoader.LoadedSubject<>(person.withEvents(byName, person.unreadable()),
                        entry.person().stored()), weight, entry.read());
            });
        }

        /** Carries over what was written. */
        void written(ResultChanges changes) {
            Map<ProfileId, Changes> ofPeople = new HashMap<>();
            changes.results().forEach(result -> note(ofPeople, result.owner(),
                    all -> all.results.put(result.definition().id(), result.value())));
            changes.moves().forEach(move -> note(ofPeople, move.owner(),
                    all -> all.in.put(move.definition().id(), move.enters())));
            changes.dues().forEach(due -> note(ofPeople, due.owner(), all -> all.due.put(due.definition(), due)));
            changes.strays().forEach(root -> note(ofPeople, root, all -> all.straysGone = true));
            ofPeople.forEach((owner, change) -> people.asMap().computeIfPresent(new Key(this, owner),
                    (key, entry) -> new Entry(new PeopleLoader.LoadedSubject<>(entry.person().subject(),
                            change.on(entry.person().stored())), entry.weight(), entry.read())));
        }

        /** Accounts are not kept here. */
        private static void note(Map<ProfileId, Changes> people, Owner owner, Consumer<Changes> change) {
            if (owner instanceof ProfileId root) {
                change.accept(people.computeIfAbsent(root, id -> new Changes()));
            }
        }
    }

    /** What was written about one person. */
    private static final class Changes {

        private final Map<String, JsonNode> results = new HashMap<>();
        private final Map<String, Boolean> in = new HashMap<>();
        private final Map<String, ResultChanges.NextEvaluation> due = new HashMap<>();
        private boolean straysGone;

        private StoredResults on(StoredResults before) {
            Map<String, JsonNode> allResults = new HashMap<>(before.results());
            allResults.putAll(results);
            Set<String> inside = new HashSet<>(before.in());
            in.forEach((definition, enters) -> {
                if (enters) {
                    inside.add(definition);
                } else {
                    inside.remove(definition);
                }
            });
            Map<String, Instant> dues = new HashMap<>(before.due());
            Set<String> retries = new HashSet<>(before.retries());
            due.forEach((definition, one) -> {
                one.at().ifPresentOrElse(when -> dues.put(definition, when), () -> dues.remove(definition));
                if (one.failed()) {
                    retries.add(definition);
                } else {
                    retries.remove(definition);
                }
            });
            return new StoredResults(allResults, inside, dues, before.held(), before.left(),
                    retries, before.strayDue() && !straysGone);
        }
    }
}
