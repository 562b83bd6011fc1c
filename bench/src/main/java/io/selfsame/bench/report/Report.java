package io.selfsame.bench.report;

import io.selfsame.bench.http.Operation;
import io.selfsame.bench.load.LatencyTally;
import io.selfsame.bench.load.LoadResult;
import io.selfsame.bench.load.Plan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/** Results as text: a line for each operation of each workload, as columns for a terminal or as a markdown table. */
public final class Report {
    private static final List<String> HEADER = List.of("workload", "conn", "requests/s", "events/s", "p50 ms", "p90",
            "p99", "p99.9", "max", "errors", "429", "server CPU", "driver CPU", "server MiB");

    private Report() {}

    /** Microseconds as milliseconds. */
    static double millis(long micros) {
        return micros / 1000.0;
    }

    /** For a terminal. */
    public static String columns(List<LoadResult> results) {
        return table(results).columns();
    }

    /** For a README. */
    public static String markdown(List<LoadResult> results) {
        return table(results).markdown();
    }

    private static Table table(List<LoadResult> results) {
        Table table = new Table(HEADER);
        results.forEach(result -> rows(result).forEach(table::add));
        return table;
    }

    /** A line for the whole run, and where it had several operations one more for each. */
    private static List<List<String>> rows(LoadResult result) {
        Map<Operation, Histogram> latencies = result.tally().latencies();
        Histogram all = new Histogram(LatencyTally.DIGITS);
        latencies.values().forEach(all::add);
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(result, all));
        if (latencies.size() > 1) {
            latencies.forEach((operation, latency) -> rows.add(row(result, operation, latency)));
        }
        return rows;
    }

    private static List<String> row(LoadResult result, Histogram latency) {
        Plan plan = result.plan();
        long memory = result.memory().most();
        List<String> row = new ArrayList<>();
        row.add(plan.name());
        row.add(Integer.toString(plan.connections()));
        row.add(number(result.requestsPerSecond()));
        row.add(number(result.eventsPerSecond()));
        row.addAll(percentiles(latency));
        row.add(number((double) result.totals().errors()));
        row.add(number((double) result.totals().throttled()));
        row.add(share(result.cpu().server()));
        row.add(share(result.cpu().driver()));
        row.add(memory > 0 ? number((double) memory) : "");
        return row;
    }

    private static List<String> row(LoadResult result, Operation operation, Histogram latency) {
        List<String> row = new ArrayList<>();
        row.add(result.plan().name() + ": " + operation.label());
        row.add("");
        row.add(number((double) latency.getTotalCount() / result.plan().seconds()));
        row.add("");
        row.addAll(percentiles(latency));
        row.addAll(Collections.nCopies(HEADER.size() - row.size(), ""));
        return row;
    }

    private static List<String> percentiles(Histogram latency) {
        return DoubleStream.of(50, 90, 99, 99.9, 100)
                .mapToObj(at -> String.format(Locale.ROOT, "%.2f", millis(latency.getValueAtPercentile(at)))).toList();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 && value != Math.rint(value) ? "%,.1f" : "%,.0f", value);
    }

    private static String share(double cores) {
        return cores > 0 ? String.format(Locale.ROOT, "%.2f", cores) : "";
    }

    /** What a table does not say: errors in words, whether it was steady, what the driver cost, floors. */
    public static String remarks(LoadResult result) {
        List<String> remarks = new ArrayList<>();
        result.totals().firstError().ifPresent(error -> remarks.add("first error: " + error));
        if (result.tally().unsent() > 0) {
            remarks.add(String.format(Locale.ROOT, "%,d requests were due but found no free connection before the end; "
                    + "their wait so far is in the latencies", result.tally().unsent()));
        }
        if (result.tally().requests() == 0) {
            remarks.add("no request was answered well within the measured time");
        } else if (Math.abs(result.drift()) > 0.1) {
            remarks.add(String.format(Locale.ROOT,
                    "not steady: the second half had %+.0f %% requests/s; warm up or measure longer",
                    100 * result.drift()));
        }
        if (result.reconnects() > 0) {
            remarks.add(result.reconnects() + " connections were closed by the server and opened again");
        }
        if (result.requestsPerSecond() > 0) {
            remarks.add(String.format(Locale.ROOT, "the driver's CPU for one request: %.0f microseconds",
                    1e6 * result.cpu().driver() / result.requestsPerSecond()));
        }
        for (Floor floor : Floor.of(result)) {
            remarks.add("floor " + (floor.met() ? "met: " : "NOT met: ") + floor.text());
        }
        StringBuilder text = new StringBuilder();
        remarks.forEach(remark -> text.append(result.plan().name()).append(": ").append(remark).append('\n'));
        return text.toString();
    }
}
