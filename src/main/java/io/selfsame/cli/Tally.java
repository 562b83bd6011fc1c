package io.selfsame.cli;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what became of events. Not thread-safe. */
final class Tally {
    private long accepted;
    private final Map<String, Long> rejected = new TreeMap<>();

    void accept(long events) {
        accepted += events;
    }

    void reject(String code, long events) {
        rejected.merge(code, events, Long::sum);
    }

    long accepted() {
        return accepted;
    }

    long rejected() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Long> rejectedByCode() {
        return rejected;
    }

    /** Such as {@code 12 accepted, 3 rejected (no_identifiers 2, not_json 1)}. */
    String text() {
        String codes = rejected.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .map(e -> e.getKey() + " " + Plain.number(e.getValue())).collect(Collectors.joining(", "));
        return Plain.number(accepted) + " accepted, " + Plain.number(rejected()) + " rejected"
                + (codes.isEmpty() ? "" : " (" + codes + ")");
    }
}
