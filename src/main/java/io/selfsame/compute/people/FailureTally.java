package io.selfsame.compute.people;

import io.selfsame.identity.ids.Owner;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Counts people and accounts with a failure, with the names of some, and the reason of the first. For one thread. */
public final class FailureTally {

    private static final int EXAMPLES = 10;

    /** So many are told apart; of those after them whoever comes twice counts twice. */
    private static final int KNOWN = 10_000;

    private final Set<Owner> known = new HashSet<>();
    private final Set<Owner> examples = new LinkedHashSet<>();
    private long count;
    private String reason = "";

    public void add(Owner owner, String why) {
        boolean room = known.size() < KNOWN;
        if (room ? !known.add(owner) : known.contains(owner)) {
            return;
        }
        if (count++ == 0) {
            reason = why;
        }
        if (examples.size() < EXAMPLES) {
            examples.add(owner);
        }
    }

    public long count() {
        return count;
    }

    /** The first people and accounts. */
    public Set<Owner> examples() {
        return examples;
    }

    /** The reason of the first failure; empty if there is none. */
    public String reason() {
        return reason;
    }
}
