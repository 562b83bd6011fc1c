package io.selfsame.destination.deliver;

import io.selfsame.destination.call.Change;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.call.Recipient;
import io.selfsame.destination.call.Step;
import io.selfsame.destination.call.Told;
import io.selfsame.destination.send.Outcome;
import io.selfsame.identity.ids.ProfileId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is being sent of one person: one message after another, in order. After one that has to wait, nothing more of the person is sent.
 * For one thread at a time.
 */
final class Person {

    private final Recipient recipient;
    private final Set<ProfileId> owners;
    private final List<Step> steps;
    private final Map<String, Set<String>> arrived = new HashMap<>();
    private final Map<String, Outcome.Final> refusals = new HashMap<>();
    private int step;
    private int message;
    private Optional<Waiting> waiting = Optional.empty();
    private boolean held;

    /**
     * An attempt that is to be made again, and why.
     *
     * @param message that may have arrived all the same
     */
    record Waiting(Outcome.Retry outcome, Message message) {}

    /**
     * How what a destination knows of a person and a definition changes. Immutable.
     *
     * @param audience whether the definition is an audience
     * @param added external IDs that know it now
     * @param removed external IDs that do not any more
     * @param value a digest of what those that were added know
     */
    record ToldChange(Change.DefinitionRef about, boolean audience, Set<String> added, Set<String> removed,
            Optional<String> value) {

        ToldChange {
            added = Set.copyOf(added);
            removed = Set.copyOf(removed);
        }

        /** Empty if it is the same. */
        static Optional<ToldChange> between(Change.DefinitionRef about, boolean audience, Told before, Told after) {
            Set<String> removed = new HashSet<>(before.ids());
            removed.removeAll(after.ids());
            Set<String> added = new HashSet<>(after.ids());
            if (after.value().equals(before.value())) {
                added.removeAll(before.ids());
            }
            return added.isEmpty() && removed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ToldChange(about, audience, added, removed, after.value()));
        }
    }

    /** @param owners all profiles of the person */
    Person(Recipient recipient, Set<ProfileId> owners, List<Step> steps) {
        this.recipient = recipient;
        this.owners = Set.copyOf(owners);
        this.steps = List.copyOf(steps);
    }

    Recipient recipient() {
        return recipient;
    }

    Set<ProfileId> owners() {
        return owners;
    }

    List<Step> steps() {
        return steps;
    }

    /** The message that comes next; empty if there is none, or something waits. */
    Optional<Message> next() {
        while (waiting.isEmpty() && !held && step < steps.size()) {
            if (steps.get(step) instanceof Step.Send send && message < send.rest().size()) {
                Message next = send.rest().get(message);
                return Optional.of(next.having(parts(send.change().done(), next)));
            }
            step++;
            message = 0;
        }
        return Optional.empty();
    }

    /** The delivery whose message comes next; to be asked only if there is one. */
    String nextDelivery() {
        return steps.get(step).change().key();
    }

    /** Notes what became of the message that came next. */
    void note(Message sent, Outcome outcome) {
        String key = steps.get(step).change().key();
        switch (outcome) {
            case Outcome.Delivered delivered -> {
                arrived(key).add(sent.name());
                message++;
            }
            case Outcome.Final refused -> {
                refusals.putIfAbsent(key, refused);
                message++;
            }
            case Outcome.Retry retry -> {
                waiting = Optional.of(new Waiting(retry, sent));
                retry.taken().forEach(part -> arrived(key).add(part + partOf(sent)));
            }
            case Outcome.Pause pause -> {
                hold();
                pause.taken().forEach(part -> arrived(key).add(part + partOf(sent)));
            }
            case Outcome.NotTried notTried -> hold();
        }
    }

    /** What has arrived of a message that has not arrived whole stands among those that have, under a name of its own. */
    private static String partOf(Message whole) {
        return " of " + whole.name();
    }

    private static Set<String> parts(Set<String> done, Message whole) {
        String end = partOf(whole);
        return done.stream().filter(name -> name.endsWith(end))
                .map(name -> name.substring(0, name.length() - end.length())).collect(Collectors.toSet());
    }

    /** Nothing more is sent now, and none of it counts as an attempt. */
    void hold() {
        held = true;
    }

    Optional<Waiting> waiting() {
        return waiting;
    }

    /** The change that waits, and those after it. */
    boolean waits(int place) {
        return (waiting.isPresent() || held) && place >= step;
    }

    private Set<String> arrived(String key) {
        return arrived.computeIfAbsent(key, change -> new HashSet<>());
    }

    /** The messages of a change that have arrived, in earlier attempts, too. */
    Set<String> done(Step of) {
        Set<String> done = new HashSet<>(of.change().done());
        done.addAll(arrived(of.change().key()));
        return done;
    }

    Optional<Outcome.Final> refusal(Step of) {
        return Optional.ofNullable(refusals.get(of.change().key()));
    }

    /** Nothing more is sent, if there is more: what has neither arrived nor was refused has not ended. */
    void end() {
        if (next().isPresent()) {
            hold();
        }
    }

    /** How what the destination knows of the definitions has changed. */
    List<ToldChange> told() {
        Map<Change.DefinitionRef, Told> known = new LinkedHashMap<>();
        Set<String> audiences = new HashSet<>();
        for (int i = 0; i < Math.min(step + 1, steps.size()); i++) {
            if (steps.get(i) instanceof Step.Send send && (i < step || isUnderWay(send))
                    && send.change().what() instanceof Change.What.OfDefinition result) {
                Set<String> taken = new HashSet<>(done(send));
                // Whoever did not answer may have taken it.
                if (i == step && send.news()) {
                    waiting.ifPresent(wait -> taken.add(wait.message().name()));
                }
                Change.DefinitionRef about = send.change().about();
                known.put(about, send.after(known.getOrDefault(about, recipient.told(about.id())), taken));
                if (!(result instanceof Change.What.Computed)) {
                    audiences.add(about.id());
                }
            }
        }
        List<ToldChange> told = new ArrayList<>();
        known.forEach(
                (about, now) -> ToldChange.between(about, audiences.contains(about.id()), recipient.told(about.id()),
                        now).ifPresent(told::add));
        return told;
    }

    private boolean isUnderWay(Step.Send send) {
        return waiting.isPresent() || message > 0 || !done(send).isEmpty();
    }
}
