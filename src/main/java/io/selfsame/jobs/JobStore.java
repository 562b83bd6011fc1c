package io.selfsame.jobs;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.neo4j.driver.exceptions.value.ValueException;

/** Jobs and instances in the graph. All times are by the clock of the database. Thread safe. */
final class JobStore {

    private static final Statement BEAT = Statement.of("jobs/beat");
    private static final Statement LEAVE = Statement.of("jobs/leave");
    private static final Statement SURVEY = Statement.of("jobs/survey");
    private static final Statement LOAD = Statement.of("jobs/load");
    private static final Statement PLAN = Statement.of("jobs/plan");
    private static final Statement TAKE = Statement.of("jobs/take");
    private static final Statement FINISH = Statement.of("jobs/finish");
    private static final Statement LOCK = Statement.of("jobs/lock");
    private static final Statement CHANGE = Statement.of("jobs/change");
    private static final Statement REQUEST = Statement.of("jobs/request");

    /** How long a lease lasts, and others wait for a sign of life of an instance before they take over. */
    private static final Duration LIFE = Duration.ofSeconds(10);

    private final Graph graph;

    JobStore(Graph graph) {
        this.graph = graph;
    }

    /**
     * A running service.
     *
     * @param jobs names of the kinds that it can run
     */
    record Instance(String id, Set<String> jobs) {}

    /**
     * Says that an instance lives, which renews its leases.
     *
     * @param running the jobs that it is at
     * @return all that live
     */
    List<Instance> beat(Instance me, Set<JobId> running) {
        return graph.write(BEAT,
                Map.of("id", me.id(), "pid", ProcessHandle.current().pid(), "jobs", List.copyOf(me.jobs()), "running",
                        running.stream().map(JobId::key).toList(), "seconds", LIFE.toSeconds()))
                .getFirst().get("instances")
                .asList(row -> new Instance(row.get(0).asString(), Set.copyOf(row.get(1).asList(Value::asString))));
    }

    /** Says that an instance ends. */
    void leave(String instance) {
        graph.write(LEAVE, Map.of("id", instance));
    }

    /**
     * Where there is something to run.
     *
     * @param spaces all there are
     * @param defined those with definitions, or with what deleted ones have left
     * @param sending those that have, or had, destinations
     * @param tools those that send to tools of the catalogue
     * @param settings the jobs that somebody has changed, with the version of their settings
     * @param requests runs that somebody has asked for
     */
    record JobSurvey(Set<SpaceId> spaces, Set<SpaceId> defined, Set<SpaceId> sending,
            Set<SpaceId> tools, Map<JobId, Long> settings, Set<JobId> requests) {}

    JobSurvey survey() {
        Record row = graph.read(SURVEY, Map.of()).getFirst();
        Map<JobId, Long> settings = new HashMap<>();
        row.get("settings").values().forEach(job -> spaceId(job.get(0)).ifPresent(
                space -> settings.put(new JobId(space, job.get(1).asString()), job.get(2).asLong())));
        Set<JobId> requests = new HashSet<>();
        row.get("requests").values().forEach(job -> spaceId(job.get(0)).ifPresent(
                space -> requests.add(new JobId(space, job.get(1).asString()))));
        return new JobSurvey(spaceIds(row.get("spaces")), spaceIds(row.get("defined")),
                spaceIds(row.get("sending")), spaceIds(row.get("tools")), settings, requests);
    }

    private static Set<SpaceId> spaceIds(Value values) {
        Set<SpaceId> ids = new HashSet<>();
        values.values().forEach(space -> spaceId(space).ifPresent(ids::add));
        return ids;
    }

    /** People write into their graph by hand, too: what is no space must not stop the others. */
    private static Optional<SpaceId> spaceId(Value value) {
        try {
            return Optional.of(new SpaceId(value.asString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What is known of some jobs, one answer each, in order. */
    List<JobState> load(Collection<JobId> ids) {
        return graph.read(tx -> load(tx, ids));
    }

    private static List<JobState> load(Tx tx, Collection<JobId> ids) {
        List<Record> rows = tx.run(LOAD,
                Map.of("keys", ids.stream().map(JobId::key).toList(), "seconds", LIFE.toSeconds()));
        List<JobState> states = new ArrayList<>();
        for (JobId id : ids) {
            states.add(state(id, rows.get(states.size())));
        }
        return states;
    }

    private static JobState state(JobId id, Record row) {
        return new JobState(id, time(row, "now").orElseThrow(), row.get("version").asLong(), settings(row), row.get(
                "requested").asBoolean(), time(row, "createdAt"), time(row, "nextRunAt"), time(row, "lastStartedAt"),
                time(row, "lastFinishedAt"), time(row, "lastSucceededAt"),
                get(row, "lastDurationMs", Value::asLong), get(row, "lastResult", Value::asString),
                get(row, "errorMessage", Value::asString).map(message -> new JobState.JobError(message,
                        time(row, "errorAt").orElse(Instant.EPOCH))),
                row.get("failures").asInt(), get(row, "holder", Value::asString), row.get("running").asBoolean(),
                time(row, "overdue"));
    }

    /** Notes first runs; those of jobs that have one are left as they are. */
    void plan(Map<JobId, Instant> firstRuns) {
        List<Map<String, Object>> jobs = new ArrayList<>();
        firstRuns.forEach((id, at) -> {
            Map<String, Object> job = parameters(id);
            job.put("nextRunAt", zoned(at));
            jobs.add(job);
        });
        graph.write(PLAN, Map.of("jobs", jobs));
    }

    /** What came of the wish to run a job; {@code take.cypher} tells them apart. */
    enum TakeOutcome {
        TAKEN,
        HELD,
        ABSENT,
        PAUSED,
        EARLY
    }

    /**
     * The answer to a wish to run a job.
     *
     * @param lease key of what was asked for
     * @param run its number, which the lease is good for
     * @param version of the settings
     * @param schedule from the settings; empty: as the service has it
     * @param failures in a row, before this run
     */
    record LeaseAttempt(TakeOutcome outcome, Instant now, String lease, long run, long version,
            Optional<Schedule.SpaceSchedule> schedule,
            int failures,
            Optional<Instant> nextRun) {}

    /** Wishes to run a job, under a lease that other jobs may want too. If it is woken, it need not be its time. */
    LeaseAttempt take(JobId id, String lease, String instance, boolean woken) {
        Map<String, Object> parameters = parameters(id);
        parameters.put("lease", lease);
        parameters.put("instance", instance);
        parameters.put("woken", woken);
        parameters.put("seconds", LIFE.toSeconds());
        Record row = graph.write(TAKE, parameters).getFirst();
        return new LeaseAttempt(TakeOutcome.valueOf(row.get("outcome").asString()), time(row, "now").orElseThrow(),
                lease,
                row.get("run").asLong(), row.get("version").asLong(), schedule(row), row.get("failures").asInt(),
                time(row, "nextRunAt"));
    }

    /**
     * What became of a run.
     *
     * @param error empty if it succeeded
     * @param behind as of {@link io.selfsame.lease.Progress}
     */
    record Finished(Duration took, String result, Optional<String> error, boolean behind, Optional<Instant> nextRun) {}

    /** How long to wait for the next run; empty if there is none. */
    record NextDelay(Optional<Duration> pause) {}

    /** Ends a run and gives the lease back; empty if it was lost. */
    Optional<NextDelay> finish(JobId id, String instance, LeaseAttempt taken, Finished finished) {
        Map<String, Object> parameters = parameters(id);
        parameters.put("lease", taken.lease());
        parameters.put("instance", instance);
        parameters.put("run", taken.run());
        parameters.put("version", taken.version());
        parameters.put("durationMs", finished.took().toMillis());
        parameters.put("result", finished.result());
        parameters.put("error", finished.error().orElse(null));
        parameters.put("behind", finished.behind());
        parameters.put("nextRunAt", finished.nextRun().map(JobStore::zoned).orElse(null));
        return graph.write(FINISH, parameters).stream().findFirst().map(row -> new NextDelay(time(row, "nextRunAt")
                .map(next -> Duration.between(time(row, "now").orElseThrow(), next))));
    }

    /**
     * Changes the settings of a job.
     *
     * @param next when it runs next, from how it was and the settings that it gets
     */
    void change(JobId id, JobSettings.SettingsChange change, NextRun next) {
        graph.write(tx -> {
            tx.run(LOCK, parameters(id));
            JobState state = load(tx, List.of(id)).getFirst();
            JobSettings settings = state.settings().with(change);
            Map<String, Object> parameters = parameters(id);
            parameters.put("intervalSeconds", null);
            parameters.put("cron", null);
            settings.schedule().ifPresent(schedule -> {
                switch (schedule) {
                    case Schedule.Every every -> parameters.put("intervalSeconds", every.seconds());
                    case Schedule.Cron cron -> parameters.put("cron", cron.expression());
                }
            });
            parameters.put("paused", settings.paused());
            parameters.put("nextRunAt", next.of(state, settings).map(JobStore::zoned).orElse(null));
            return tx.run(CHANGE, parameters);
        });
    }

    interface NextRun {
        Optional<Instant> of(JobState before, JobSettings settings);
    }

    /** Asks whichever instance a job belongs to for a run. */
    void request(JobId id) {
        graph.write(REQUEST, parameters(id));
    }

    private static Map<String, Object> parameters(JobId id) {
        return new HashMap<>(Map.of("key", id.key(), "space", id.space().value(), "name", id.name()));
    }

    private static JobSettings settings(Record row) {
        return new JobSettings(schedule(row), row.get("paused").asBoolean());
    }

    /** Nothing for a schedule that none of ours can have written. */
    private static Optional<Schedule.SpaceSchedule> schedule(Record row) {
        try {
            return get(row, "intervalSeconds", Value::asInt).<Schedule.SpaceSchedule>map(Schedule.Every::new)
                    .or(() -> get(row, "cron", Value::asString).map(Schedule.Cron::new));
        } catch (IllegalArgumentException | ValueException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> time(Record row, String name) {
        return get(row, name, value -> value.asZonedDateTime().toInstant());
    }

    private static <T> Optional<T> get(Record row, String name, Function<Value, T> type) {
        Value value = row.get(name);
        return value.isNull() ? Optional.empty() : Optional.of(type.apply(value));
    }

    private static ZonedDateTime zoned(Instant time) {
        return time.atZone(ZoneOffset.UTC);
    }
}
