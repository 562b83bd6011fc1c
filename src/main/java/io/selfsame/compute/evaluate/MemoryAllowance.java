package io.selfsame.compute.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.identity.ids.Owner;
import java.util.Map;
import java.util.Set;

/**
 * How much is left of the memory that was reserved for some people and accounts, in events with one short value. Data is weighed
 * while it is read, as senders of events choose the length of values. For one thread.
 */
public final class MemoryAllowance {

    /** Estimated bytes of an event with a short value; see {@link PersonEvent#weight}. */
    public static final int EVENT = 250;

    /** Estimated memory of a person without events, in events. */
    public static final int PERSON = 10;

    /** Bytes of a name in a set, besides its characters, and what the record of an {@link Owner} around it takes more. */
    private static final int NAME = 60;
    private static final int OWNER = 16;

    /** One part in so many is added to what was counted, for traits and names. */
    private static final int NAMES = 5;

    private final long most;
    private long left;

    /** More was read than the memory allows; nothing of it is kept. */
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

    /** For data that is limited in another way. */
    public static MemoryAllowance unlimited() {
        return new MemoryAllowance(Long.MAX_VALUE);
    }

    public long left() {
        return left;
    }

    /**
     * Checks that at least this much is left.
     *
     * @throws Exceeded if less is left
     */
    public void require(long weight) {
        if (weight > left) {
            throw new Exceeded(most);
        }
    }

    /** Takes memory, and checks as {@link #require}. */
    public void take(long weight) {
        require(weight);
        left -= weight;
    }

    /** Gives back what was taken since {@link #left} had this value. */
    public void restore(long before) {
        left = before;
    }

    /** Estimated memory of counted people and events, with their names and traits, which were not counted. */
    public static long withNames(long counted) {
        return counted + counted / NAMES;
    }

    /** Memory of a set of names. */
    public static long weight(Set<String> names) {
        long bytes = 0;
        for (String name : names) {
            bytes += NAME + 2L * name.length();
        }
        return bytes / EVENT;
    }

    /** Memory of a set of people or accounts of which only the names are loaded. */
    public static long weightOf(Set<? extends Owner> owners) {
        long bytes = 0;
        for (Owner owner : owners) {
            bytes += NAME + OWNER + 2L * owner.value().length();
        }
        return bytes / EVENT;
    }

    /** Memory of traits or results, by name. */
    public static long weight(Map<String, JsonNode> values) {
        return values.values().stream().mapToLong(MemoryAllowance::weight).sum();
    }

    /** Memory of a trait or a result. */
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
