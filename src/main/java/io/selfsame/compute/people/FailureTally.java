package io.selfsame.compute.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** How many people and accounts something is true of, with the names of some, and why it is of the first. For one thread. */
public final class FailureTally {

    private static final int EXAMPLES = 10;

    /** So many are told apart; of those after them whoever comes twice counts twice. */
    private static final int KNOWN = 10_000;

    private final Set<String> known = new HashSet<>();
    private final Set<String> examples = new java.util.LinkedHashSet<>();
    private long count;
    private String reason = "";

    public void add(String id, String why) {
        boolean room = known.size() < KNOWN;
        if (room ? !known.add(id) : known.contains(id)) {
            return;
        }
        if (count++ == 0) {
            reason = why;
        }
        if (examples.size() < EXAMPLES) {
            examples.add(id);
        }
    }

    public long count() {
        return count;
    }

    /** The names of the first. */
    public Set<String> examples() {
        return examples;
    }

    /** Shows it, if there is something to show. */
    public void write(ObjectNode into, String field) {
        if (count > 0) {
            ObjectNode told = into.putObject(field).put("count", count).put("reason", reason);
            examples.forEach(told.putArray("examples")::add);
        }
    }
}
