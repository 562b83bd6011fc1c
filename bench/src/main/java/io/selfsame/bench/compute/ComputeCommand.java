package io.selfsame.bench.compute;

import io.selfsame.bench.shop.HistoryState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures definitions over the history of a shop. Exit code 1 also when values differ; goals that are missed do not count. */
@Command(name = "compute", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Measures traits and audiences over the history of a shop.",
        "Creates the definitions in the space that 'history' has filled, waits for them, then",
        "- values: writes who has which value, for bench/postgres/run to compare",
        "- previews: full recompute of a funnel and of a sum",
        "- refresh: one refresh with few people changed, always the same ones",
        "- freshness: from an event's 200 to the membership it makes, under load",
        "- ingest: its throughput with and without refreshing in turns",
        "- deliveries: from an event's 200 to the webhook, under load; ingest with and without delivering in turns.",
        "  The server needs SELFSAME_DESTINATION_ALLOW=127.0.0.0/8",
        "The last four send events of their own; after them 'values' is left out.", ""})
public final class ComputeCommand implements Callable<Integer> {
    @Mixin
    private final ComputeOptions options = new ComputeOptions();

    @Override
    public Integer call() throws Exception {
        options.check();
        HistoryState state = HistoryState.read(options.data())
                .filter(read -> read.space().isPresent() && read.complete() > 0)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no history in " + options.data() + ": bench/run history"));
        try (ComputeRun compute = new ComputeRun(options, state)) {
            return compute.run() ? 0 : 1;
        }
    }
}
