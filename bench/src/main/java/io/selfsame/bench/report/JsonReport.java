package io.selfsame.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.selfsame.bench.load.LoadResult;
import io.selfsame.bench.load.Plan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Results for machines. Rates are per second, latencies in milliseconds, CPU in cores, memory in MiB. */
public final class JsonReport {
    /** Escaped, since an error may be cut in the middle of a character, which UTF-8 has no bytes for. */
    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private record Loads(String machine, List<Workload> results) {}

    private record Workload(String workload, int connections, BigDecimal rate, int eventsPerBatch, int warmupSeconds,
            int seconds, BigDecimal requestsPerSecond, BigDecimal eventsPerSecond, BigDecimal drift, long sent,
            long throttled, long errors, long unsent, long reconnects, BigDecimal driverCpu, BigDecimal serverCpu,
            LoadResult.Memory serverMiB, Map<String, Latency> latency, JsonNode firstError) {}

    private record Latency(long count, BigDecimal mean, BigDecimal p50, BigDecimal p90, BigDecimal p99,
            BigDecimal p999, BigDecimal max) {}

    private record Measures(String machine, List<Measure> measured) {}

    private record Measure(String what, String unit, double median, List<Double> values) {}

    private JsonReport() {}

    /** An object with the machine and one entry for each result. */
    public static String loads(Machine machine, List<LoadResult> results) throws JsonProcessingException {
        return text(new Loads(machine.toString(), results.stream().map(JsonReport::workload).toList()));
    }

    /** An object with the machine and one entry for each kind of value. */
    public static String measures(String machine, List<Measured> measured) throws JsonProcessingException {
        return text(new Measures(machine, measured.stream()
                .map(one -> new Measure(one.what(), one.unit(), one.median(), one.values())).toList()));
    }

    private static String text(Object report) throws JsonProcessingException {
        return JSON.writeValueAsString(report) + "\n";
    }

    private static Workload workload(LoadResult result) {
        Plan plan = result.plan();
        Map<String, Latency> latencies = new LinkedHashMap<>();
        result.tally().latencies()
                .forEach((operation, histogram) -> latencies.put(operation.label(), latency(histogram)));
        return new Workload(plan.name(), plan.connections(), rounded(plan.rate(), 1), plan.eventsPerBatch(),
                plan.warmupSeconds(), plan.seconds(), rounded(result.requestsPerSecond(), 1),
                rounded(result.eventsPerSecond(), 1), rounded(result.drift(), 3), result.totals().sent(),
                result.totals().throttled(), result.totals().errors(), result.tally().unsent(), result.reconnects(),
                rounded(result.cpu().driver(), 3), rounded(result.cpu().server(), 3), result.memory(), latencies,
                result.totals().firstError().<JsonNode>map(TextNode::valueOf).orElse(NullNode.getInstance()));
    }

    private static Latency latency(Histogram histogram) {
        return new Latency(histogram.getTotalCount(), rounded(histogram.getMean() / 1000, 3), at(histogram, 50),
                at(histogram, 90), at(histogram, 99), at(histogram, 99.9), at(histogram, 100));
    }

    private static BigDecimal at(Histogram histogram, double percentile) {
        return rounded(Report.millis(histogram.getValueAtPercentile(percentile)), 3);
    }

    /** 0 for what is no number, as JSON has none such. */
    private static BigDecimal rounded(double value, int digits) {
        return BigDecimal.valueOf(Double.isFinite(value) ? value : 0).setScale(digits, RoundingMode.HALF_UP);
    }
}
