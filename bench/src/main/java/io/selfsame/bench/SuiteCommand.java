package io.selfsame.bench;

import io.selfsame.bench.load.Load;
import io.selfsame.bench.load.LoadResult;
import io.selfsame.bench.load.Plan;
import io.selfsame.bench.load.Workloads;
import io.selfsame.bench.report.Floor;
import io.selfsame.bench.report.Machine;
import io.selfsame.bench.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All workloads in one space, one after the other, and the table for the README. */
@Command(name = "suite", mixinStandardHelpOptions = true, description = "single, read, batch, mixed, idle; prints a markdown table")
final class SuiteCommand implements Callable<Integer> {
    @Mixin
    private final WorkloadOptions options = new WorkloadOptions();

    @Option(names = "--seconds", defaultValue = "20", description = "Measured time of each. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--warmup-seconds", defaultValue = "30", description = "Warm-up of each. Default: ${DEFAULT-VALUE}")
    private int warmupSeconds;

    @Option(names = "--check-floors", description = "Exit with 1 when a floor is not met")
    private boolean checkFloors;

    @Override
    public Integer call() throws Exception {
        Load load = options.setUp().load();
        List<LoadResult> results = new ArrayList<>();
        int connection = 0;
        // What needs the warmest JVM comes last: idle has too few requests to warm it by itself.
        for (Plan workload : List.of(Workloads.SINGLE, Workloads.READ, Workloads.BATCH, Workloads.MIXED,
                Workloads.IDLE)) {
            Plan plan = workload.withSeconds(warmupSeconds, seconds);
            System.err.println(plan.name() + " …");
            results.add(Workloads.run(load, plan, connection));
            connection += 2 * plan.connections();
        }
        options.report(results);
        System.out.println();
        System.out
                .println(Machine.here(options.server()) + "; driver on the same machine; each workload " + warmupSeconds
                        + " s of warm-up, " + seconds + " s measured.");
        System.out.println();
        System.out.print(Report.markdown(results));
        boolean clean = results.stream().allMatch(LoadResult::isClean);
        boolean floors = results.stream().flatMap(result -> Floor.of(result).stream()).allMatch(Floor::met);
        return clean && (floors || !checkFloors) ? 0 : 1;
    }
}
