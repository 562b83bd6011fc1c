package io.selfsame.tracking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.identity.EventIdentity;
import io.selfsame.trait.ConsentTraits;
import java.util.List;
import java.util.Optional;

/** A valid call of the tracking API. Nothing is checked again after this. */
sealed interface Message {

    /** What all calls have in common. */
    Common common();

    /**
     * The common part.
     *
     * @param index its place in its batch
     * @param identity its identity part, under the rules of the moment it was parsed
     * @param rulesVersion that moment's rules
     * @param body the JSON text of the message as it came, completed by its batch, with the time we settled on and
     *     that of its arrival
     * @param tree the same as a tree, which nobody changes
     * @param notes the parts that could not be read
     */
    record Common(int index, EventIdentity identity, int rulesVersion, String body, ObjectNode tree,
            List<Notes.Note> notes) {

        /** What it says that somebody consents to, as traits. */
        ObjectNode consent() {
            return ConsentTraits.of(tree);
        }
    }

    /** Who someone is. */
    record Identify(Common common, ObjectNode traits) implements Message {}

    /** What someone did. */
    record Track(Common common, String event) implements Message {}

    /** A page that someone saw. */
    record Page(Common common) implements Message {}

    /** A screen that someone saw. */
    record Screen(Common common) implements Message {}

    /**
     * The account that someone belongs to.
     *
     * @param groupId empty if it is blocked: then it is about a person alone
     */
    record Group(Common common, Optional<String> groupId, ObjectNode traits) implements Message {}

    /** A renaming. Kept as an event; it merges nobody. */
    record Alias(Common common) implements Message {}

    /**
     * What writing it takes, in traits: the event, its identifiers, its traits, and a long body. Each is some 8 KB of a
     * transaction's memory in Neo4j.
     */
    default int writes() {
        int traits = switch (this) {
            case Identify m -> m.traits().size();
            case Group m -> m.traits().size();
            case Track m -> 0;
            case Page m -> 0;
            case Screen m -> 0;
            case Alias m -> 0;
        };
        return 1 + common().identity().ids().size() + common().notes().size() + traits + common().consent().size()
                + common().body().length() / 4_096;
    }

    /** The {@code type} on the wire. */
    default String type() {
        return switch (this) {
            case Identify m -> "identify";
            case Track m -> "track";
            case Page m -> "page";
            case Screen m -> "screen";
            case Group m -> "group";
            case Alias m -> "alias";
        };
    }

    /** The name under which conditions and the Profile API know the event; calls that nobody performs have none. */
    default Optional<String> eventName() {
        return switch (this) {
            case Track m -> Optional.of(m.event());
            case Page m -> Optional.of("Page Viewed");
            case Screen m -> Optional.of("Screen Viewed");
            case Identify m -> Optional.empty();
            case Group m -> Optional.empty();
            case Alias m -> Optional.empty();
        };
    }
}
