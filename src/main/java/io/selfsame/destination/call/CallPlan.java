package io.selfsame.destination.call;

import io.selfsame.destination.Destination;
import io.selfsame.json.Hashes;
import io.selfsame.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a destination is sent of the changes of one person that wait. Pure.
 *
 * <p>Of a state, such as the value of a trait or whether somebody is in an audience, only the last goes out; each entry and each exit goes
 * out as an event. An entry goes to the IDs that were not told of it yet, an exit to those that were told of the entry, and to no others.
 * Of somebody who has not consented to what the destination asks for, or does no longer, nothing goes out, exits neither.
 */
public final class CallPlan {

    /** How the reason begins where consent is missing; the categories follow. */
    public static final String NOT_CONSENTED = "The person has not consented to ";

    private final Destination destination;
    private final Recipient person;
    private final Shapes shapes;
    private final LedgerShapes entries;
    private final List<String> unconsented;
    private final Map<String, Known> told = new HashMap<>();

    /** What the destination will know of a definition when the steps so far are done. */
    private static final class Known {

        private final Set<String> ids;
        private Optional<String> value;

        Known(Told told) {
            ids = new LinkedHashSet<>(told.ids());
            value = told.value();
        }
    }

    private CallPlan(Destination destination, Recipient person) {
        this.destination = destination;
        this.person = person;
        this.shapes = new Shapes(destination, person);
        this.entries = new LedgerShapes(destination, person);
        this.unconsented = destination.consentCategories().stream()
                .filter(category -> !person.consent().contains(category)).sorted().toList();
    }

    /**
     * Plans.
     *
     * @param changes of the person, all that wait, in order
     * @return a step for each, in the same order
     */
    public static List<Step> of(Destination destination, Recipient person, List<Change> changes) {
        var plan = new CallPlan(destination, person);
        Map<String, Integer> last = last(changes);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (!plan.unconsented.isEmpty()) {
                steps.add(new Step.Filtered(change, NOT_CONSENTED + String.join(", ", plan.unconsented)));
                continue;
            }
            steps.add(switch (change.what()) {
                case Change.What.OfDefinition result ->
                    plan.step(change, result, last.getOrDefault(change.about().id(), i) <= i);
                case Change.What.OfLedger entry -> plan.step(change, entry);
                case Change.What.Withheld(String why) -> new Step.Filtered(change, why);
            });
        }
        return steps;
    }

    /**
     * The place of the last change of each definition. One that goes to new IDs alone says what the last has said, and replaces nothing; nor
     * does a second entry, or a second exit, one after the other.
     */
    private static Map<String, Integer> last(List<Change> changes) {
        Map<String, Integer> last = new HashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (!change.again() && change.what() instanceof Change.What.OfDefinition result) {
                Integer before = last.get(change.about().id());
                if (before == null || result instanceof Change.What.Computed
                        || !changes.get(before).what().equals(result)) {
                    last.put(change.about().id(), i);
                }
            }
        }
        return last;
    }

    /**
     * How many messages a person's entry into an audience is, or a value of theirs.
     *
     * @param key of the definition
     * @param audience whether it is an audience
     */
    public static int messages(Destination destination, Recipient person, String key, boolean audience) {
        return addresses(destination, person).size()
                * (audience ? destination.calls(key).audience() : destination.calls(key).trait()).size();
    }

    private static List<Address> addresses(Destination destination, Recipient person) {
        return person.isAccount()
                ? List.of(Address.of(person.ids().getFirst()))
                : Address.of(destination.ids(), person.ids());
    }

    private Step step(Change change, Change.What.OfLedger entry) {
        return switch (entry) {
            case Change.What.Event event -> send(change, List.of(entries.event(event)));
            case Change.What.Identity(var news) -> send(change, List.of(entries.identity(news)));
            case Change.What.Alias alias -> alias(change, alias);
            case Change.What.Forgotten forgotten -> new Step.Filtered(change, "The ledger has it no more");
        };
    }

    private static Step send(Change change, List<Message> messages) {
        return new Step.Send(change, messages, true, Optional.empty());
    }

    private Step alias(Change change, Change.What.Alias alias) {
        if (!destination.aliasOnMerge().enabled()) {
            return new Step.Filtered(change, "This destination is not told of merges any more");
        }
        if (alias.at().isEmpty()) {
            return new Step.Filtered(change, "The merge was undone before it was told");
        }
        if (alias.userId().isEmpty()) {
            return new Step.Filtered(change, "The person who took in the other one has no user ID");
        }
        if (alias.ids().isEmpty()) {
            return new Step.Filtered(change,
                    "The merged profile has no ID that this destination was told, and no anonymous ID");
        }
        return send(change, entries.alias(alias, alias.at().get(), alias.userId().get()));
    }

    private Step step(Change change, Change.What.OfDefinition result, boolean latest) {
        if (Shapes.RESERVED.contains(change.about().key())) {
            return new Step.Filtered(change, "Messages have a field of their own with the key " + change.about().key()
                    + "; make the definition anew with another key");
        }
        if (isNews(result) && !isSent(change, result)) {
            return new Step.Filtered(change, "This destination is not sent " + change.about().key() + " any more");
        }
        Known known = told.computeIfAbsent(change.about().id(), id -> new Known(person.told(id)));
        Optional<String> value = value(result);
        List<Address> addresses = isNews(result)
                ? addresses(destination, person)
                : Address.told(destination.ids(), known.ids);
        if (addresses.isEmpty()) {
            return new Step.Filtered(change, isNews(result)
                    ? "The person has no external ID that this destination is told of (" + types() + ")"
                    : "This destination was never told before");
        }
        if (isNews(result) && isKnown(change, result, value, known)) {
            addresses = addresses.stream()
                    .filter(address -> change.tried().contains(address.name())
                            || !known.ids.containsAll(address.names()))
                    .toList();
            if (addresses.isEmpty()) {
                return new Step.Filtered(change, "All external IDs of the person were told before");
            }
        }
        Set<Destination.Call> calls = calls(change, result, latest);
        if (calls.isEmpty()) {
            return new Step.Superseded(change);
        }
        if (isNews(result)) {
            addresses.forEach(address -> known.ids.addAll(address.names()));
        } else {
            known.ids.clear();
        }
        known.value = value;
        List<Message> messages = new ArrayList<>();
        for (Address address : addresses) {
            if (calls.contains(Destination.Call.IDENTIFY)) {
                messages.add(person.isAccount()
                        ? shapes.group(change, result, address)
                        : shapes.identify(change, result, address));
            }
            if (calls.contains(Destination.Call.TRACK)) {
                messages.add(shapes.track(change, result, address));
            }
        }
        return new Step.Send(change, messages, isNews(result), value);
    }

    /** Whether whoever was told of the definition need not be told of the change. */
    private static boolean isKnown(Change change, Change.What.OfDefinition result, Optional<String> value,
            Known known) {
        return switch (result) {
            case Change.What.Entered entered -> true;
            case Change.What.Exited exited -> false;
            case Change.What.Computed computed -> change.again() && value.equals(known.value);
        };
    }

    private static Optional<String> value(Change.What.OfDefinition result) {
        return switch (result) {
            case Change.What.Entered entered -> Optional.empty();
            case Change.What.Exited exited -> Optional.empty();
            case Change.What.Computed computed -> computed.value().isNull()
                    ? Optional.empty()
                    : Optional.of(Hashes.shortened(Json.write(computed.value())));
        };
    }

    private Set<Destination.Call> calls(Change change, Change.What.OfDefinition result, boolean latest) {
        Destination.Calls wanted = destination.calls(change.about().key());
        Set<Destination.Call> calls = new HashSet<>(switch (result) {
            case Change.What.Entered entered -> wanted.audience();
            case Change.What.Exited exited -> wanted.audience();
            case Change.What.Computed computed -> wanted.trait();
        });
        if (!latest) {
            calls.remove(Destination.Call.IDENTIFY);
            // A value that is replaced is no event either.
            switch (result) {
                case Change.What.Computed computed -> calls.clear();
                case Change.What.Entered entered -> {
                }
                case Change.What.Exited exited -> {
                }
            }
        }
        return calls;
    }

    private boolean isSent(Change change, Change.What.OfDefinition result) {
        boolean audience = switch (result) {
            case Change.What.Entered entered -> true;
            case Change.What.Exited exited -> true;
            case Change.What.Computed computed -> false;
        };
        return destination.send().contains(change.about().key(), audience);
    }

    /** Whether the destination is to know afterwards. */
    private static boolean isNews(Change.What.OfDefinition result) {
        return switch (result) {
            case Change.What.Entered entered -> true;
            case Change.What.Exited exited -> false;
            case Change.What.Computed computed -> !computed.value().isNull();
        };
    }

    private String types() {
        return String.join(", ", destination.ids().types().stream().sorted().toList());
    }
}
