package io.selfsame.bench;

import io.selfsame.bench.load.Load;
import io.selfsame.bench.load.LoadResult;
import io.selfsame.bench.load.Mix;
import io.selfsame.bench.load.Plan;
import io.selfsame.bench.load.Workloads;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends far more than the server can take, and looks whether it says so, keeps its memory, and serves again afterwards. */
@Command(name = "overload", mixinStandardHelpOptions = true, description = {
        "An open loop of batches far above capacity, and normal load after it.",
        "Good: 429 with Retry-After, flat memory, no other error. What was refused is not sent again."})
final class OverloadCommand implements Callable<Integer> {
    @Mixin
    private final WorkloadOptions options = new WorkloadOptions();

    @Option(names = "--seconds", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--connections", defaultValue = "512", description = {
            "Requests in flight at most: more than the server's queue holds. Default: ${DEFAULT-VALUE}"})
    private int connections;

    @Option(names = "--rate", defaultValue = "1000", description = "Batches a second. Default: ${DEFAULT-VALUE}")
    private double rate;

    @Option(names = "--events-per-batch", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}")
    private int eventsPerBatch;

    @Option(names = "--recovery-seconds", defaultValue = "5", description = "Normal load afterwards. Default: ${DEFAULT-VALUE}")
    private int recoverySeconds;

    @Override
    public Integer call() throws Exception {
        Plan flood = new Plan("overload", Mix.BATCHES, connections, rate, eventsPerBatch, 0, seconds, false);
        Plan recovery = Workloads.BATCH.withSeconds(1, recoverySeconds).named("after");
        Load load = options.setUp().load();
        LoadResult overload = load.run(flood, 0);
        TimeUnit.SECONDS.sleep(1);
        LoadResult after = load.run(recovery, connections);
        options.report(List.of(overload, after));
        print(overload);
        return overload.isClean() && after.isClean() && overload.totals().throttled() > 0 ? 0 : 1;
    }

    private void print(LoadResult overload) {
        LoadResult.Totals totals = overload.totals();
        System.out.printf(
                "overload: %,.0f batches/s offered, %,.0f/s sent, %,.0f/s taken, %,.0f/s answered 429, all with "
                        + "Retry-After unless an error says otherwise%n",
                rate, (double) totals.sent() / seconds,
                overload.requestsPerSecond(), (double) totals.throttled() / seconds);
        if (totals.throttled() == 0) {
            System.out
                    .println("overload: no 429 came, so this shows nothing: use more --connections or a higher --rate");
        }
        LoadResult.Memory memory = overload.memory();
        if (memory.most() > 0) {
            System.out.printf("overload: server memory %,d MiB at the start, %,d at most, %,d at the end%n",
                    memory.start(), memory.most(), memory.end());
        }
    }
}
