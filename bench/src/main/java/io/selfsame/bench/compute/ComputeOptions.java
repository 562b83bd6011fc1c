package io.selfsame.bench.compute;

import io.selfsame.bench.load.ServerProcess;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code compute}. */
final class ComputeOptions {
    private static final List<String> PHASES = List.of("values", "previews", "refresh", "freshness", "ingest",
            "deliveries");

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "The server. Default: ${DEFAULT-VALUE}")
    URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--token", defaultValue = "${env:SELFSAME_ADMIN_TOKEN:-}", description = "Management token. Default: the environment variable SELFSAME_ADMIN_TOKEN")
    String token = "";

    @Option(names = "--data", defaultValue = "${env:BENCH_DATA:-bench/data}", description = "Folder of the history. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("bench/data");

    @Option(names = "--definitions", defaultValue = "${env:BENCH_HOME:-bench}/definitions", description = "Folder of the definitions. Default: ${DEFAULT-VALUE}")
    Path definitions = Path.of("bench/definitions");

    @Option(names = "--only", split = ",", description = "Some of values,previews,refresh,freshness,ingest,deliveries. Default: all")
    private List<String> only = List.of();

    @Option(names = "--live-seconds", defaultValue = "1800", description = "How long to wait for the definitions. Default: ${DEFAULT-VALUE}")
    int liveSeconds;

    @Option(names = "--preview", split = ",", defaultValue = "cart_abandoned,revenue_90_days", description = "Keys to recompute in full, or all. Default: ${DEFAULT-VALUE}")
    List<String> preview = List.of();

    @Option(names = "--preview-runs", defaultValue = "15", description = "Previews of each, measured. Default: ${DEFAULT-VALUE}")
    int previewRuns;

    @Option(names = "--preview-warmups", defaultValue = "5", description = "Previews of each before. Default: ${DEFAULT-VALUE}")
    int previewWarmups;

    @Option(names = "--changed", defaultValue = "500", description = "People with a new event in each refresh, of the first 50,000. Default: ${DEFAULT-VALUE}")
    int changed;

    @Option(names = "--refresh-runs", defaultValue = "10", description = "Refreshes, measured. Default: ${DEFAULT-VALUE}")
    int refreshRuns;

    @Option(names = "--refresh-warmups", defaultValue = "5", description = "Refreshes before. Default: ${DEFAULT-VALUE}")
    int refreshWarmups;

    @Option(names = "--rate", defaultValue = "1000", description = "Events a second during 'freshness' and 'deliveries', open loop. Default: ${DEFAULT-VALUE}")
    double rate;

    @Option(names = "--probes", defaultValue = "5", description = "Probes a second. Default: ${DEFAULT-VALUE}")
    double probes;

    @Option(names = "--freshness-seconds", defaultValue = "120", description = "How long to send probes. Default: ${DEFAULT-VALUE}")
    int freshnessSeconds;

    @Option(names = "--ingest-pairs", defaultValue = "3", description = "Turns without and with refreshing. Default: ${DEFAULT-VALUE}")
    int ingestPairs;

    @Option(names = "--ingest-seconds", defaultValue = "20", description = "Length of a turn. Default: ${DEFAULT-VALUE}")
    int ingestSeconds;

    @Option(names = "--warmup-seconds", defaultValue = "20", description = "Load before 'freshness' and before 'ingest'. Default: ${DEFAULT-VALUE}")
    int warmupSeconds;

    @Option(names = "--pid", split = ",", description = "Process of the server, to report its CPU and memory under load")
    private List<Long> pids = List.of();

    @Option(names = "--progress", description = "Print a line a second under load")
    private boolean progress;

    @Option(names = "--json", description = "Write the results to this file too")
    Optional<Path> json = Optional.empty();

    Path data() {
        return data;
    }

    void check() {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("--token or SELFSAME_ADMIN_TOKEN is needed");
        }
        only.forEach(name -> {
            if (!PHASES.contains(name)) {
                throw new IllegalArgumentException("--only takes " + String.join(", ", PHASES));
            }
        });
        if (changed < 1 || changed > 700) {
            throw new IllegalArgumentException("--changed must be from 1 to 700, what one batch holds");
        }
        if (previewRuns < 1 || refreshRuns < 1 || ingestPairs < 1 || ingestSeconds < 1 || freshnessSeconds < 1
                || warmupSeconds < 0 || previewWarmups < 0 || refreshWarmups < 0 || !(rate > 0) || !(probes > 0)
                || freshnessSeconds * probes < 1) {
            throw new IllegalArgumentException("runs, seconds and rates must be positive; warm-ups not negative");
        }
    }

    boolean runs(String phase) {
        return only.isEmpty() || only.contains(phase);
    }

    FreshnessMeasure.Pace pace() {
        return new FreshnessMeasure.Pace(warmupSeconds, freshnessSeconds, rate, probes);
    }

    ServerProcess server() {
        return new ServerProcess(List.copyOf(pids));
    }

    PrintStream progress() {
        return progress
                ? System.err
                : new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
}
