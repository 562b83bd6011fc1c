package io.selfsame.compute.preview;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.evaluate.Evaluator;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.compute.people.FailureTally;
import io.selfsame.identity.ids.Owner;
import io.selfsame.json.Json;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one definition says of everybody: how many it tells of, and the first of them in order of their names. Holds no more than
 * these. For one thread.
 */
public final class PreviewResult {

    /** What the values of those who are named may take, in events with one short value: where values are long, fewer are named. */
    private static final long MOST = 20_000;

    private final int most;
    private long weight;

    /** Who comes behind all that are named: the first who had no room. */
    private @Nullable Owner beyond;
    private final TreeMap<Owner, JsonNode> sample = new TreeMap<>(Owner.ORDER);
    private final TreeMap<String, Long> idTypes = new TreeMap<>();
    private final FailureTally unreadable;
    private final FailureTally failed = new FailureTally();
    private long count;

    /**
     * Nobody yet.
     *
     * @param most how many are named
     * @param unreadable who could not be read
     */
    PreviewResult(int most, FailureTally unreadable) {
        this.most = most;
        this.unreadable = unreadable;
    }

    /** Notes an outcome. */
    void add(Subject subject, Evaluator.Outcome outcome) {
        if (outcome.failure().isPresent()) {
            if (subject.unreadable().isNone()) {
                failed.add(subject.id(), outcome.failure().get());
            }
        } else if (outcome.telling()) {
            add(subject.id(), switch (subject) {
                case Subject.Person person -> person.idTypes();
                case Subject.Account account -> Set.of("group_id");
            }, Json.tree(outcome.value().orElseThrow()));
        }
    }

    /** Somebody of whom it tells. */
    void add(Owner owner, Collection<String> types, JsonNode value) {
        count++;
        types.forEach(type -> idTypes.merge(type, 1L, Long::sum));
        if (most > 0 && (beyond == null || Owner.ORDER.compare(owner, beyond) < 0)) {
            sample.put(owner, value);
            weight += MemoryAllowance.weight(value);
            while (sample.size() > most || (weight > MOST && sample.size() > 1)) {
                var last = sample.pollLastEntry();
                beyond = last.getKey();
                weight -= MemoryAllowance.weight(last.getValue());
            }
        }
    }

    public long count() {
        return count;
    }

    /** True for members, a value for those who have one. */
    NavigableMap<Owner, JsonNode> sample() {
        return sample;
    }

    /** How many of them have an external ID of a type. */
    NavigableMap<String, Long> idTypes() {
        return idTypes;
    }

    /** Who is not among them because they could not be read whole. */
    FailureTally unreadable() {
        return unreadable;
    }

    /** Who is not among them because the evaluation failed. */
    FailureTally failed() {
        return failed;
    }
}
