package io.selfsame.bench.report;

import io.selfsame.bench.http.Operation;
import io.selfsame.bench.load.LoadResult;
import io.selfsame.bench.load.Plan;
import java.util.List;
import java.util.Locale;

/**
 * A floor we hold ourselves to, on a machine of two cores shared with the driver.
 *
 * @param workload
 *            the plan's name
 * @param text
 *            the floor in words, and whether the result meets it
 */
public record Floor(String workload, String text, boolean met) {
    /** The floors that apply to this result; none when it was run otherwise than the floor says. */
    public static List<Floor> of(LoadResult result) {
        Plan plan = result.plan();
        boolean closed = !plan.isOpenLoop();
        return switch (plan.name()) {
            case "batch" -> closed && plan.connections() == 8 && plan.eventsPerBatch() == 100
                    ? List.of(atLeast(plan, 5_000, "events/s", result.eventsPerSecond()))
                    : List.of();
            case "single" -> closed && plan.connections() == 64
                    ? List.of(atLeast(plan, 1_000, "events/s", result.eventsPerSecond()))
                    : List.of();
            case "read" -> closed && plan.connections() == 64
                    ? List.of(atLeast(plan, 3_000, "reads/s", result.requestsPerSecond()))
                    : List.of();
            case "idle" -> List.of(below(result, Operation.READ, 5), below(result, Operation.SINGLE, 15));
            default -> List.of();
        };
    }

    private static Floor atLeast(Plan plan, int floor, String unit, double value) {
        return new Floor(plan.name(), String.format(Locale.ROOT, "at least %,d %s: %,.0f", floor, unit, value),
                value >= floor);
    }

    private static Floor below(LoadResult result, Operation operation, int millis) {
        double p50 = result.tally().latencies().containsKey(operation)
                ? Report.millis(result.tally().latencies().get(operation).getValueAtPercentile(50))
                : Double.POSITIVE_INFINITY;
        return new Floor(result.plan().name(),
                String.format(Locale.ROOT, "p50 of a %s under %d ms: %.2f", operation.label(), millis, p50),
                p50 < millis);
    }
}
