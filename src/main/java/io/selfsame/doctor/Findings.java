package io.selfsame.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a walk has found: of each problem how many have it, and the first of them. Not thread safe. */
final class Findings {

    /** That are named. */
    private static final int SHOWN = 10;

    /**
     * One that has a problem.
     *
     * @param id what it is called: the key of an ID, a segment ID, the space and message ID of an event
     * @param detail what else there is to say, as it stands behind the ID
     */
    record Bad(String id, Problem problem, String detail) {}

    private final Map<Problem, Integer> counts = new EnumMap<>(Problem.class);
    private final Map<Problem, List<String>> first = new EnumMap<>(Problem.class);

    void add(Collection<Bad> found) {
        for (Bad bad : found) {
            counts.merge(bad.problem(), 1, Integer::sum);
            List<String> named = first.computeIfAbsent(bad.problem(), problem -> new ArrayList<>());
            if (named.size() < SHOWN) {
                named.add(bad.id() + bad.detail());
            }
        }
    }

    /** A line for each problem, or one that says that there is none. */
    void say(String area, long seen, Report report) {
        if (counts.isEmpty()) {
            report.fine(area, Report.number(seen));
        }
        counts.forEach((problem, count) -> {
            List<String> named = first.getOrDefault(problem, List.of());
            report.wrong(area, Report.number(count) + " of " + Report.number(seen) + " " + problem.sentence() + ": "
                    + named.stream().collect(Collectors.joining(", "))
                    + (count > named.size() ? ", …" : "") + " — " + problem.remedy());
        });
    }
}
