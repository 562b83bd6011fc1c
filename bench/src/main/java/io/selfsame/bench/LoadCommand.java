package io.selfsame.bench;

import io.selfsame.bench.load.LoadResult;
import io.selfsame.bench.load.Mix;
import io.selfsame.bench.load.Plan;
import io.selfsame.bench.load.Workloads;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One workload, run once. The nested commands differ by what they send and by their defaults. */
@Command(mixinStandardHelpOptions = true)
abstract sealed class LoadCommand implements Callable<Integer> {
    @Mixin
    private final WorkloadOptions options = new WorkloadOptions();

    @Option(names = "--seconds", defaultValue = "20", description = "Measured time. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--warmup-seconds", defaultValue = "10", description = "The same load before it, not measured. Default: ${DEFAULT-VALUE}")
    private int warmupSeconds;

    @Option(names = "--connections", description = "Default: 8 for batches, 1 for idle, else 64")
    private Optional<Integer> connections = Optional.empty();

    @Option(names = "--rate", description = "Open loop of so many requests a second. Default: closed loop; 20 for idle")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--events-per-batch", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}")
    private int eventsPerBatch;

    private final Plan defaults;

    private LoadCommand(Plan defaults) {
        this.defaults = defaults;
    }

    /** What to send, for those that let it be chosen. */
    Mix mix() {
        return defaults.mix();
    }

    @Override
    public Integer call() throws Exception {
        Plan plan = new Plan(defaults.name(), mix(), connections.orElse(defaults.connections()),
                rate.orElse(defaults.rate()), eventsPerBatch, warmupSeconds, seconds, true);
        LoadResult result = Workloads.run(options.setUp().load(), plan, 0);
        options.report(List.of(result));
        return result.isClean() ? 0 : 1;
    }

    @Command(name = "batch", description = "Events in batches")
    static final class BatchCommand extends LoadCommand {
        BatchCommand() {
            super(Workloads.BATCH);
        }
    }

    @Command(name = "single", description = "One event a request")
    static final class SingleCommand extends LoadCommand {
        SingleCommand() {
            super(Workloads.SINGLE);
        }
    }

    @Command(name = "read", description = "Traits of known people, chosen evenly")
    static final class ReadCommand extends LoadCommand {
        ReadCommand() {
            super(Workloads.READ);
        }
    }

    @Command(name = "mixed", description = "Reads, single events and batches together")
    static final class MixedCommand extends LoadCommand {
        @Option(names = "--mix", defaultValue = "70,25,5", description = "Percent of requests: reads,singles,batches. Default: ${DEFAULT-VALUE}")
        private String mix = "70,25,5";

        MixedCommand() {
            super(Workloads.MIXED);
        }

        @Override
        Mix mix() {
            return Mix.parse(mix);
        }
    }

    @Command(name = "idle", description = {
            "One connection, a read or a single event now and then: latency without load.",
            "The warm-up is a closed loop, for the time of a cold JVM is not what is asked here."})
    static final class IdleCommand extends LoadCommand {
        IdleCommand() {
            super(Workloads.IDLE);
        }
    }
}
