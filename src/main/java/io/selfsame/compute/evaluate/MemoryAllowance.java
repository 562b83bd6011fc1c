package io.selfsame.compute.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.identity.ids.Owner;
import java.util.Map;
import java.util.Set;

/**
 * How much of the memory that was taken for somebody is left, in events with one short value: who is read is weighed as they come,
 * as whoever sends events chooses how long their values are. For one thread.
 */
public final class MemoryAllowance {

    /** What an event of somebody is reckoned to take, in bytes, with a short value; see {@link PersonEvent#weight}. */
    public static final int EVENT = 250;

    /** What a person is reckoned to take besides, in events. */
    public static final int PERSON = 10;

    /** Bytes of a name in a set, besides its characters, and what the record of an {@link Owner} around it takes more. */
    private static final int NAME = 60;
    private static final int OWNER = 16;

    /** One part in so many is added to what was counted, for traits and names. */
    private static final int NAMES = 5;

    private final long most;
    private long left;

    /** More is being read than there is memory for; nothing of it is kept. */
    public static final class Exceeded extends RuntimeException {

        private static final long serialVersionUID = 1;

        public Exceeded(long most) {
            super("What definitions ask about takes as much memory as more than " + most
                    + " events with a short value, which is the limit", null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    public MemoryAllowance(long most) {
        this.most = most;
        this.left = most;
    }

    /** For what is bounded otherwise. */
    public static MemoryAllowance unlimited() {
        return new MemoryAllowance(Long.MAX_VALUE);
    }

    public long left() {
        return left;
    }

    /**
     * Returns if so much is left.
     *
     * @throws Exceeded if less is left
     */
    public void require(long weight) {
        if (weight > left) {
            throw new Exceeded(most);
        }
    }

    /** As {@link #require}, and it is used from now on. */
    public void take(long weight) {
        require(weight);
        left -= weight;
    }

    /** What was taken since so much was left is let go of. */
    public void restore(long before) {
        left = before;
    }

    /** What people and accounts take whose members and events were counted, with their names and traits, which were not. */
    public static long withNames(long counted) {
        return counted + counted / NAMES;
    }

    /** What a set of names takes. */
    public static long weight(Set<String> names) {
        long bytes = 0;
        for (String name : names) {
            bytes += NAME + 2L * name.length();
        }
        return bytes / EVENT;
    }

    /** What a set of people or accounts takes, of whom nothing but their names is in memory. */
    public static long weightOf(Set<? extends Owner> owners) {
        long bytes = 0;
        for (Owner owner : owners) {
            bytes += NAME + OWNER + 2L * owner.value().length();
        }
        return bytes / EVENT;
    }

    /** What traits or results take, by name. */
    public static long weight(Map<String, JsonNode> values) {
        return values.values().stream().mapToLong(MemoryAllowance::weight).sum();
    }

    /** What a trait or a result takes. */
    public static long weight(JsonNode value) {
        if (value.isTextual()) {
            return 2L * value.textValue().length() / EVENT;
        }
        long weight = 0;
        for (JsonNode part : value) {
            weight += 1 + weight(part);
        }
        for (var names = value.fieldNames(); names.hasNext();) {
            weight += 2L * names.next().length() / EVENT;
        }
        return weight;
    }
}
