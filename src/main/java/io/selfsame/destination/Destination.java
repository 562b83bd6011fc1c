package io.selfsame.destination;

import io.selfsame.space.SpaceId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A tool that a space sends to. Immutable. Its settings hold secrets in the clear, so it is never logged or answered.
 *
 * @param id {@code dst_…}
 * @param settings where it sends, and how
 * @param enabled whether somebody wants it to send; one that is not gets nothing, and misses what happens
 * @param consentCategories what people must have consented to, all of it, before it is told of them; empty: nothing
 * @param pausedBecause why it sends nothing although it is enabled: a person's reason, or what the receiver said. What happens
 *     meanwhile waits
 * @param version grows with each change by a person
 */
public record Destination(String id, SpaceId space, String name, DestinationSettings settings, boolean enabled,
        Selection send, Calls calls, Ids ids, AliasOnMerge aliasOnMerge, FirstSync firstSync,
        Set<String> consentCategories, Optional<String> pausedBecause, long version) {

    public Destination {
        consentCategories = Set.copyOf(consentCategories);
    }

    /** Keys of audiences or of computed traits. */
    public sealed interface Keys {

        /** Those there are, and those to come. Written {@code ["*"]}. */
        record All() implements Keys {}

        /** These, whether they exist or not. */
        record Named(Set<String> keys) implements Keys {

            public Named {
                keys = Set.copyOf(keys);
            }
        }

        /** Whether a definition with this key is sent. */
        default boolean contains(String key) {
            return switch (this) {
                case All all -> true;
                case Named named -> named.keys().contains(key);
            };
        }
    }

    /** Which events of people it is told of, as they were received. */
    public sealed interface Events {

        /** None. Written {@code false}. */
        record None() implements Events {}

        /** All. Written {@code true}. */
        record All() implements Events {}

        /**
         * Those of these types and names. Written <code>{"types":["track"],"names":["Order Completed"]}</code>.
         *
         * @param types such as {@code track}; empty for all
         * @param names such as {@code Order Completed} or {@code Page Viewed}; empty for all, and for calls without a name
         */
        record Some(Set<String> types, Set<String> names) implements Events {

            public Some {
                types = Set.copyOf(types);
                names = Set.copyOf(names);
            }
        }
    }

    /** How it is told of what definitions say of accounts. */
    public enum Accounts {
        /** By a group call for each account. */
        GROUP,
        /** Of audiences by the calls of people, for each person who belongs to an account; of computed traits by group calls. */
        MEMBERS,
        /** Not at all. */
        NONE
    }

    /**
     * What is different for the definitions with one key. What is empty is as for the others.
     *
     * @param enabled whether they are sent at all
     * @param calls by which it is told; not empty
     * @param enrichment names of the traits that go along in place of those that do otherwise
     */
    public record OfKey(boolean enabled, Optional<Set<Call>> calls, Optional<String> entered,
            Optional<String> exited, Optional<String> computed, Optional<List<String>> enrichment) {

        public OfKey {
            calls = calls.map(Set::copyOf);
            enrichment = enrichment.map(List::copyOf);
        }
    }

    /**
     * What it is told.
     *
     * @param enrichment names of traits that go along with each message, in this order
     * @param identityChanges whether it is told who was made, linked, merged and refused
     * @param accounts how it is told of definitions of accounts
     * @param ofKeys what is different for some definitions, by their key
     */
    public record Selection(Keys audiences, Keys traits, List<String> enrichment, Events events,
            boolean identityChanges, Accounts accounts, Map<String, OfKey> ofKeys) {

        public Selection {
            enrichment = List.copyOf(enrichment);
            ofKeys = Map.copyOf(ofKeys);
        }

        /** Without events and changes of identity, and alike for all definitions. */
        public Selection(Keys audiences, Keys traits, List<String> enrichment) {
            this(audiences, traits, enrichment, new Events.None(), false, Accounts.GROUP, Map.of());
        }

        /** Whether a definition with this key is sent. */
        public boolean contains(String key, boolean audience) {
            return (audience ? audiences : traits).contains(key) && of(key).map(OfKey::enabled).orElse(true);
        }

        /** Keys of which nothing is sent, whatever {@link #audiences} and {@link #traits} hold. */
        public Set<String> leftOut() {
            Set<String> keys = new HashSet<>();
            ofKeys.forEach((key, each) -> {
                if (!each.enabled()) {
                    keys.add(key);
                }
            });
            return keys;
        }

        /** Names of all traits that go along with any message. */
        public List<String> enrichmentOfAll() {
            Set<String> others = new TreeSet<>();
            ofKeys.forEach((key, each) -> each.enrichment().ifPresent(others::addAll));
            Set<String> names = new LinkedHashSet<>(enrichment);
            names.addAll(others);
            return List.copyOf(names);
        }

        /** Names of the traits that go along with messages about the definitions with this key. */
        public List<String> enrichment(String key) {
            return of(key).flatMap(OfKey::enrichment).orElse(enrichment);
        }

        private Optional<OfKey> of(String key) {
            return Optional.ofNullable(ofKeys.get(key));
        }
    }

    /** A call of the Segment specification. */
    public enum Call {
        IDENTIFY,
        TRACK
    }

    /**
     * By which calls it is told, and how the events are named.
     *
     * @param audience of a membership; not empty
     * @param trait of a computed trait; not empty
     */
    public record Calls(Set<Call> audience, Set<Call> trait, String entered, String exited, String computed) {

        /** Segment's own. */
        public static final Calls STANDARD = new Calls(Set.of(Call.IDENTIFY, Call.TRACK), Set.of(Call.IDENTIFY),
                "Audience Entered", "Audience Exited", "Trait Computed");

        public Calls {
            audience = Set.copyOf(audience);
            trait = Set.copyOf(trait);
        }
    }

    /** By which calls it is told of a definition, and how the events are named. */
    public Calls calls(String key) {
        return send.of(key).map(each -> new Calls(each.calls().orElse(calls.audience()),
                each.calls().orElse(calls.trait()), each.entered().orElse(calls.entered()),
                each.exited().orElse(calls.exited()), each.computed().orElse(calls.computed()))).orElse(calls);
    }

    /** For which of somebody's external IDs a message is made. */
    public enum Strategy {
        /** One message for each. */
        ALL,
        /** One for each type: the ID that was linked first. */
        FIRST,
        /** One for each type: the ID that was linked last. */
        LAST,
        /** One message for each person, with all IDs in it. */
        PERSON
    }

    /**
     * Who a message is about.
     *
     * @param types of external IDs that receivers know: {@code user_id}, {@code email}, …
     * @param anonymous whether there are messages for anonymous IDs, too
     */
    public record Ids(Strategy strategy, Set<String> types, boolean anonymous) {

        /** Every user ID. */
        public static final Ids STANDARD = new Ids(Strategy.ALL, Set.of("user_id"), false);

        public Ids {
            types = Set.copyOf(types);
        }
    }

    /** Whether the receiver is told of merges, and how long after. */
    public record AliasOnMerge(boolean enabled, int holdHours) {

        /** Not told. */
        public static final AliasOnMerge OFF = new AliasOnMerge(false, 24);
    }

    /** Who is told of first, when a destination or a definition is new. */
    public enum FirstSync {
        /** Everybody there is. */
        EVERYBODY,
        /** Whoever changes from now on. */
        CHANGES
    }

    /** Whether it sends now. */
    public boolean isActive() {
        return enabled && pausedBecause.isEmpty();
    }

    @Override
    public String toString() {
        return id;
    }
}
