package io.selfsame.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Results for machines. Rates are per second, latencies in milliseconds, CPU in cores, memory in MiB. */
final class JsonReport {
    private JsonReport() {}

    /** An object with the machine and one entry for each result. */
    static String of(Machine machine, List<Result> results) {
        List<String> entries = results.stream().map(JsonReport::result).toList();
        return "{\"machine\":" + string(machine.toString()) + ",\n\"results\":[\n" + String.join(",\n", entries)
                + "\n]}\n";
    }

    private static String result(Result result) {
        Plan plan = result.plan();
        List<String> operations = new ArrayList<>();
        for (Map.Entry<Operation, Histogram> entry : result.tally().latencies().entrySet()) {
            operations.add(string(entry.getKey().label()) + ":" + latency(entry.getValue()));
        }
        return String.format(Locale.ROOT,
                "{\"workload\":%s,\"connections\":%d,\"rate\":%.1f,\"eventsPerBatch\":%d,\"warmupSeconds\":%d,"
                        + "\"seconds\":%d,\"requestsPerSecond\":%.1f,\"eventsPerSecond\":%.1f,\"drift\":%.3f,"
                        + "\"sent\":%d,\"throttled\":%d,\"errors\":%d,\"unsent\":%d,\"reconnects\":%d,"
                        + "\"driverCpu\":%.3f,\"serverCpu\":%.3f,"
                        + "\"serverMiB\":{\"start\":%d,\"most\":%d,\"end\":%d},\"latency\":{%s},\"firstError\":%s}",
                string(plan.name()), plan.connections(), plan.rate(), plan.eventsPerBatch(), plan.warmupSeconds(),
                plan.seconds(), result.requestsPerSecond(), result.eventsPerSecond(), finite(result.drift()),
                result.totals().sent(), result.totals().throttled(), result.totals().errors(), result.tally().unsent(),
                result.reconnects(), result.cpu().driver(), result.cpu().server(), result.memory().start(),
                result.memory().most(), result.memory().end(), String.join(",", operations),
                result.totals().firstError().map(JsonReport::string).orElse("null"));
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    private static String latency(Histogram histogram) {
        return String.format(Locale.ROOT,
                "{\"count\":%d,\"mean\":%.3f,\"p50\":%.3f,\"p90\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f}",
                histogram.getTotalCount(), histogram.getMean() / 1000, at(histogram, 50), at(histogram, 90),
                at(histogram, 99), at(histogram, 99.9), at(histogram, 100));
    }

    private static double at(Histogram histogram, double percentile) {
        return Report.millis(histogram.getValueAtPercentile(percentile));
    }

    static String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
