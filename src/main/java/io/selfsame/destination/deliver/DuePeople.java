package io.selfsame.destination.deliver;

import io.selfsame.destination.Destination;
import io.selfsame.destination.call.CallPlan;
import io.selfsame.destination.call.Recipient;
import io.selfsame.flow.FairCapacity;
import io.selfsame.flow.Overloaded;
import io.selfsame.identity.ids.ProfileId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The people in memory about whom one destination is told something: of whom messages are to be sent, or are on their way. What they weigh is
 * counted with that of all destinations of an instance. For the thread that reads and writes.
 */
final class DuePeople implements AutoCloseable {

    /** People that are read at once. */
    static final int PAGE = 200;

    /** Changes in memory at most: what is read while a receiver is slow. A page may go beyond. */
    private static final int MOST = 2_000;

    /** Characters of a page, of values, events and IDs: as many as there is room for. Of one person alone there may be more. */
    private static final List<Long> CHARACTERS = List.of(8_000_000L, 1_000_000L, 100_000L);

    /** Bytes of heap for a character of JSON that was read. */
    private static final int BYTES = 8;

    /** Bytes of heap for a person, without what is to be told of them. */
    private static final int PERSON = 4_000;

    private final DeliveryStore store;
    private final Right right;
    private final Destination destination;
    private final FairCapacity<Senders.Sender> memory;
    private final Senders.Sender sender;
    private final long person;

    private final Deque<Person> ready = new ArrayDeque<>();
    /** Everybody in memory, by their root. */
    private final Map<ProfileId, Held> busy = new HashMap<>();
    /** What those in memory weigh. */
    private long held;
    private int changes;
    private boolean wasFull;
    private boolean isShort;

    /**
     * Somebody in memory.
     *
     * @param owners all profiles of the person
     * @param weight as it is counted
     */
    private record Held(Set<ProfileId> owners, long weight) {}

    /** @param memory bytes of heap of what was read and is not sent, of all destinations */
    DuePeople(DeliveryStore store, Right right, FairCapacity<Senders.Sender> memory) {
        this.store = store;
        this.right = right;
        this.destination = right.destination();
        this.memory = memory;
        this.sender = new Senders.Sender(destination.space(), destination.id());
        this.person = (long) PERSON + (destination.send().enrichmentOfAll().isEmpty() ? 0 : Enrichment.MOST);
    }

    /** Those about whom messages are to be sent; whoever sends takes them off. */
    Deque<Person> ready() {
        return ready;
    }

    /** Whether the last page was full, so that more may wait. */
    boolean wasFull() {
        return wasFull;
    }

    /** Why nothing could be read the last time though something may wait. */
    Optional<String> shortage() {
        return isShort && busy.isEmpty()
                ? Optional.of("too much of what is due for other destinations is in memory")
                : Optional.empty();
    }

    /** Reads what is due, if what was read before is on its way; true if there was something. */
    boolean read(int limit) {
        if (changes >= MOST || !ready.isEmpty()) {
            return false;
        }
        Optional<Long> characters = CHARACTERS.stream()
                .filter(some -> some * BYTES <= memory.most() / 4 || some.equals(CHARACTERS.getLast()))
                .filter(some -> take(limit * person + some * BYTES)).findFirst();
        isShort = characters.isEmpty();
        if (isShort) {
            return false;
        }
        long taken = limit * person + characters.get() * BYTES;
        long before = held;
        try {
            Set<ProfileId> owners = new HashSet<>();
            busy.values().forEach(each -> owners.addAll(each.owners()));
            List<DeliveryStore.WaitingPerson> page = store.due(destination, owners, limit, characters.get());
            wasFull = page.size() >= PAGE;
            Map<ProfileId, DeliveryStore.WaitingPerson> people = sorted(page);
            long weight = people.values().stream().mapToLong(this::weight).sum();
            if (weight > taken) {
                // One person of whom very much waits. If there is no room, they pass once this destination has nobody else in memory, as
                // others may have somebody for ever: then less is counted than they weigh.
                if (take(weight - taken)) {
                    taken = weight;
                } else if (!busy.isEmpty()) {
                    isShort = true;
                    return false;
                }
            }
            if (!people.isEmpty()) {
                plan(people, taken);
            }
            return !page.isEmpty();
        } finally {
            memory.release(sender, taken - (held - before));
        }
    }

    private boolean take(long weight) {
        try {
            memory.acquire(sender, weight);
            return true;
        } catch (Overloaded e) {
            return false;
        }
    }

    private long weight(DeliveryStore.WaitingPerson one) {
        return person + one.characters() * BYTES;
    }

    /** Those to whom something can be sent now; of the others that is noted. */
    private Map<ProfileId, DeliveryStore.WaitingPerson> sorted(List<DeliveryStore.WaitingPerson> page) {
        Map<ProfileId, DeliveryStore.WaitingPerson> people = new LinkedHashMap<>();
        Map<String, Settlement.Settled> aside = new HashMap<>();
        for (DeliveryStore.WaitingPerson one : page) {
            if (one.root().isEmpty()) {
                one.changes().forEach(change -> aside.put(change.key(), Settlement.gone(Instant.now())));
            } else if (one.waits().isPresent()) {
                store.postpone(right, one.owners(), one.waits().get());
            } else {
                people.put(one.root().get(), one);
            }
        }
        if (!aside.isEmpty()) {
            store.write(right, tx -> store.settle(tx, destination, aside, List.of()));
        }
        return people;
    }

    /** @param most what is counted of one person at most */
    private void plan(Map<ProfileId, DeliveryStore.WaitingPerson> people, long most) {
        Map<ProfileId, Recipient> recipients = store.recipients(destination, people.keySet());
        for (Map.Entry<ProfileId, DeliveryStore.WaitingPerson> each : people.entrySet()) {
            DeliveryStore.WaitingPerson waiting = each.getValue();
            Recipient recipient = recipients.get(each.getKey());
            // If there is none, they were merged a moment ago, and are found by their new root in a moment.
            if (recipient != null) {
                ready.add(new Person(recipient, waiting.owners(),
                        CallPlan.of(destination, recipient, waiting.changes())));
                long weight = Math.min(weight(waiting), most);
                held += weight;
                busy.put(each.getKey(), new Held(waiting.owners(), weight));
                changes += waiting.changes().size();
            }
        }
    }

    /** It is noted what became of some. */
    void done(Collection<Person> some) {
        some.forEach(one -> {
            Held gone = busy.remove(one.recipient().root());
            if (gone != null) {
                memory.release(sender, gone.weight());
                held -= gone.weight();
            }
            changes -= one.steps().size();
        });
    }

    /** Forgets those about whom nothing was sent yet: it is found again. */
    void drop() {
        done(ready);
        ready.clear();
    }

    /** Forgets all. */
    @Override
    public void close() {
        ready.clear();
        memory.release(sender, held);
        held = 0;
        busy.clear();
    }
}
