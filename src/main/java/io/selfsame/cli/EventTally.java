package io.selfsame.cli;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what became of events. Not thread-safe. */
public final class EventTally {
    private long accepted;
    private long repeated;
    private final Map<String, Long> rejected = new TreeMap<>();

    public void accept(long events) {
        accepted += events;
    }

    /** Events that the service had before. */
    public void repeat(long events) {
        repeated += events;
    }

    public void reject(String code, long events) {
        rejected.merge(code, events, Long::sum);
    }

    public long accepted() {
        return accepted;
    }

    public long repeated() {
        return repeated;
    }

    public long rejected() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    public Map<String, Long> rejectedByCode() {
        return rejected;
    }

    /** Such as {@code 12 accepted, 5 already there, 3 rejected (no_identifiers 2, not_json 1)}. */
    public String text() {
        String codes = rejected.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .map(e -> e.getKey() + " " + HumanText.number(e.getValue())).collect(Collectors.joining(", "));
        return HumanText.number(accepted) + " accepted, "
                + (repeated == 0 ? "" : HumanText.number(repeated) + " already there, ") + HumanText.number(rejected())
                + " rejected"
                + (codes.isEmpty() ? "" : " (" + codes + ")");
    }
}
