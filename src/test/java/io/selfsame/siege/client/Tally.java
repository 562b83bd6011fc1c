package io.selfsame.siege.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What came of the requests of one kind: how many of each outcome, and how long they took. Thread safe. */
public final class Tally {

    private final String name;
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();

    public Tally(String name) {
        this.name = name;
    }

    public void count(String outcome) {
        outcomes.computeIfAbsent(outcome, any -> new LongAdder()).increment();
    }

    public void count(String outcome, long startedNanos) {
        nanos.add(System.nanoTime() - startedNanos);
        count(outcome);
    }

    public String name() {
        return name;
    }

    public long total() {
        return outcomes.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public long of(String outcome) {
        LongAdder count = outcomes.get(outcome);
        return count == null ? 0 : count.sum();
    }

    public String outcomes() {
        return new TreeMap<>(outcomes).entrySet().stream().map(each -> each.getKey() + " × " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    /** A percentile of the times, in milliseconds; 0 if nothing was timed. */
    public double millis(double percentile) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            return 0;
        }
        int place = (int) Math.ceil(percentile / 100 * sorted.length) - 1;
        return sorted[Math.max(0, place)] / 1e6;
    }

    /** What no request at all may get: a failure of the service, or a refusal that does not say when to come back. */
    public List<String> failures() {
        List<String> failures = new ArrayList<>();
        new TreeMap<>(outcomes).forEach((outcome, count) -> {
            if ((outcome.startsWith("5") && !outcome.equals("503")) || outcome.contains(Answer.NO_RETRY_AFTER)
                    || outcome.startsWith("failed")) {
                failures.add(name + ": " + outcome + " × " + count);
            }
        });
        return failures;
    }

    /** Outcomes other than these. */
    public List<String> except(String... allowed) {
        Set<String> expected = Set.copyOf(Arrays.asList(allowed));
        return new TreeMap<>(outcomes).entrySet().stream().filter(each -> !expected.contains(each.getKey()))
                .map(each -> name + ": " + each.getKey() + " × " + each.getValue()).toList();
    }
}
