package io.selfsame.bench.load;

/** The standard workloads with their default sizes, those of the floors. */
public final class Workloads {
    public static final Plan BATCH = new Plan("batch", Mix.BATCHES, 8, 0, 100, 10, 20, true);
    public static final Plan SINGLE = new Plan("single", Mix.SINGLES, 64, 0, 100, 10, 20, true);
    public static final Plan READ = new Plan("read", Mix.READS, 64, 0, 100, 10, 20, true);
    public static final Plan MIXED = new Plan("mixed", new Mix(70, 25, 5), 64, 0, 100, 10, 20, true);
    public static final Plan IDLE = new Plan("idle", new Mix(50, 50, 0), 1, 20, 100, 10, 20, true);

    private Workloads() {}

    /** Runs it; an idle server is first warmed by a closed loop, which does in seconds what its own rate does in hours. */
    public static LoadResult run(Load load, Plan plan, int firstConnection) throws InterruptedException {
        if (!plan.name().equals(IDLE.name()) || plan.warmupSeconds() == 0) {
            return load.run(plan, firstConnection);
        }
        LoadResult warm = load.run(plan.closedFor(plan.warmupSeconds()), firstConnection);
        return warm.isClean() ? load.run(plan.withWarmup(1), firstConnection + plan.connections()) : warm;
    }
}
