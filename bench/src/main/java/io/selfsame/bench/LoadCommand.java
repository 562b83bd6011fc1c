package io.selfsame.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One workload, run once. The nested commands differ by what they send and by their defaults. */
@Command(mixinStandardHelpOptions = true, version = Main.VERSION)
abstract sealed class LoadCommand implements Callable<Integer> {
    @Mixin
    private final Options options = new Options();

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
        Plan plan = Checks.plan(new Plan(defaults.name(), mix(), connections.orElse(defaults.connections()),
                rate.orElse(defaults.rate()), eventsPerBatch, warmupSeconds, seconds, true));
        Result result = Workloads.run(options.setUp().load(), plan, 0);
        options.report(List.of(result));
        return result.isClean() ? 0 : 1;
    }

    @Command(name = "batch", description = "Events in batches")
    static final class Batch extends LoadCommand {
        Batch() {
            super(Workloads.BATCH);
        }
    }

    @Command(name = "single", description = "One event a request")
    static final class Single extends LoadCommand {
        Single() {
            super(Workloads.SINGLE);
        }
    }

    @Command(name = "read", description = "Traits of known people, chosen evenly")
    static final class Read extends LoadCommand {
        Read() {
            super(Workloads.READ);
        }
    }

    @Command(name = "mixed", description = "Reads, single events and batches together")
    static final class Mixed extends LoadCommand {
        @Option(names = "--mix", defaultValue = "70,25,5", description = "Percent of requests: reads,singles,batches. Default: ${DEFAULT-VALUE}")
        private String mix = "70,25,5";

        Mixed() {
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
    static final class Idle extends LoadCommand {
        Idle() {
            super(Workloads.IDLE);
        }
    }
}
