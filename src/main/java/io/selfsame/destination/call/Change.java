package io.selfsame.destination.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.identity.ids.ProfileId;
import java.time.Instant;
import java.util.Set;

/**
 * One thing that a destination is to be told of a person. Immutable.
 *
 * @param key of its node in the graph
 * @param position its place among the changes of the space: a later change of the same person has a greater one
 * @param owner the profile that it was found of; it may have been merged since
 * @param about the definition that changed
 * @param what what became of it
 * @param at when it was found
 * @param again whether it is a state that the destination may know already: it goes to whoever does not
 * @param tried names of the addresses that an earlier attempt was for
 * @param attempts how often it was tried
 * @param done what was delivered in earlier attempts: names of {@link Message#name()}
 */
public record Change(String key, long position, ProfileId owner, DefinitionRef about, What what, Instant at, boolean again,
        Set<String> tried, int attempts, Set<String> done) {

    /**
     * The definition of a change.
     *
     * @param id {@code aud_…} or {@code tra_…}
     * @param key the name of its trait
     */
    public record DefinitionRef(String id, String key) {}

    /** What happened. */
    public sealed interface What {

        /** Somebody is in an audience now. */
        record Entered() implements What {}

        /** Somebody is not in an audience any more. */
        record Exited() implements What {}

        /** A computed trait has another value; JSON null: it has none any more. */
        record Computed(JsonNode value) implements What {}
    }

    public Change {
        tried = Set.copyOf(tried);
        done = Set.copyOf(done);
    }
}
