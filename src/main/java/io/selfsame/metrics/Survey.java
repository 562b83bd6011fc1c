package io.selfsame.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.selfsame.flow.AsyncQuestion;
import io.selfsame.flow.LogThrottle;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.Statement;
import io.selfsame.graph.StatementFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a scrape needs from Neo4j: two statements, asked at most once in ten seconds, one at a time. A scrape waits two seconds
 * for it and then goes without; {@code selfsame_neo4j_up} says so. An answer that comes later is good for the next scrape.
 * Numbers older than a minute are left out rather than told as if they were true now. Thread safe.
 */
final class Survey {

    private static final Logger LOG = LoggerFactory.getLogger(Survey.class);
    private static final Statement SURVEY = Statement.of("metrics/survey");

    /** Definitions with series of their own; the rest share one. */
    static final int MOST = 100;

    /** Jobs have a few names; somebody may have written others into the graph by hand. */
    private static final int MOST_JOBS = 20;

    static final String OTHERS = "(others)";

    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration STALE = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Whoever scrapes comes every few seconds, and {@code selfsame_neo4j_up} says the same. */
    private static final LogThrottle FAILED = new LogThrottle(Duration.ofMinutes(10));

    private final Graph graph;
    private final int most;
    private final MultiGauge age;
    private final MultiGauge failing;
    private final MultiGauge statuses;
    private final MultiGauge waiting;
    private final MultiGauge runs;
    private final MultiGauge failingJobs;
    private final MultiGauge failuresInARow;
    private final MultiGauge running;
    private final MultiGauge longest;
    private final DestinationGauges destinations;

    private final AsyncQuestion<Boolean> inquiry = new AsyncQuestion<>("survey", PATIENCE, STALE, this::look);
    private final ReentrantLock lock = new ReentrantLock();
    private long answeredAt = System.nanoTime() - STALE.toNanos();
    private volatile boolean up;

    Survey(Graph graph, MeterRegistry registry, int most) {
        this.graph = graph;
        this.most = most;
        this.age = gauge(registry, "definition.age.seconds",
                "Seconds since the refresh that a definition's results are from, or since its last change if that is"
                        + " not evaluated for everybody yet");
        this.failing = gauge(registry, "definition.failing",
                "1 where a definition fails, of all or of somebody; of the others, how many");
        this.statuses = gauge(registry, "definitions", "Definitions by status");
        this.waiting = gauge(registry, "refresh.waiting.events",
                "Events, of all spaces with definitions, that no refresh has looked at");
        this.runs = gauge(registry, "job.runs", "Runs of a job that began, of all spaces and instances");
        this.failingJobs = gauge(registry, "job.failing.spaces", "Spaces where the last run of a job failed");
        this.failuresInARow = gauge(registry, "job.failures.in.a.row",
                "Failures in a row of a job, where there are most");
        this.running = gauge(registry, "job.running", "Runs of a job that go on now, on any instance");
        this.longest = gauge(registry, "job.last.duration.seconds", "How long a job's last run took, where longest");
        this.destinations = new DestinationGauges(registry);
        Gauge.builder("selfsame.neo4j.up", this, survey -> survey.up ? 1 : 0)
                .description("Whether Neo4j answered this scrape, or one within the last ten seconds")
                .register(registry);
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder("selfsame." + name).description(description).register(registry);
    }

    /** Brings the gauges up to date, if Neo4j lets us within two seconds. */
    void refresh() {
        if (isFresh()) {
            return;
        }
        try {
            up = inquiry.ask();
        } catch (RuntimeException e) {
            FAILED.say(more -> {
                String times = LogThrottle.others(more, "times");
                if (e instanceof GraphUnavailable) {
                    LOG.warn("/metrics goes without the figures of Neo4j: {}{}", e.getMessage(), times);
                } else {
                    LOG.warn("/metrics goes without the figures of Neo4j{}", times, StatementFailed.loggable(e));
                }
            });
            up = false;
            forgetOld();
        }
    }

    private boolean isFresh() {
        lock.lock();
        try {
            return up && System.nanoTime() - answeredAt < FRESH.toNanos();
        } finally {
            lock.unlock();
        }
    }

    private boolean look() {
        Record row = graph.read(SURVEY, Map.of("most", most)).getFirst();
        Record sent = graph.read(DestinationGauges.DESTINATIONS, Map.of("most", most)).getFirst();
        lock.lock();
        try {
            show(row);
            destinations.show(sent);
            answeredAt = System.nanoTime();
        } finally {
            lock.unlock();
        }
        return true;
    }

    private void forgetOld() {
        lock.lock();
        try {
            if (System.nanoTime() - answeredAt >= STALE.toNanos()) {
                for (MultiGauge gauge : List.of(age, failing, statuses, waiting, runs, failingJobs, failuresInARow,
                        running,
                        longest)) {
                    gauge.register(List.of(), true);
                }
                destinations.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    private void show(Record row) {
        List<MultiGauge.Row<?>> ages = new ArrayList<>();
        List<MultiGauge.Row<?>> failures = new ArrayList<>();
        for (Value one : row.get("definitions").values()) {
            Tags tags = Tags.of("space", one.get(0).asString(), "definition", one.get(1).asString());
            ages.add(MultiGauge.Row.of(tags, number(one.get(3))));
            failures.add(MultiGauge.Row.of(tags, one.get(2).asBoolean(false) ? 1 : 0));
        }
        Value others = row.get("others");
        if (others.get(0).asInt() > 0) {
            Tags tags = Tags.of("space", OTHERS, "definition", OTHERS);
            ages.add(MultiGauge.Row.of(tags, number(others.get(2))));
            failures.add(MultiGauge.Row.of(tags, number(others.get(1))));
        }
        age.register(ages, true);
        failing.register(failures, true);
        statuses.register(rows(row.get("statuses"), "status", 1, 1), true);
        waiting.register(List.of(MultiGauge.Row.of(Tags.empty(), number(row.get("waiting")))), true);
        Value jobs = row.get("jobs");
        runs.register(rows(jobs, "job", 1, 1), true);
        failingJobs.register(rows(jobs, "job", 2, 1), true);
        failuresInARow.register(rows(jobs, "job", 3, 1), true);
        running.register(rows(jobs, "job", 4, 1), true);
        longest.register(rows(jobs, "job", 5, 1_000), true);
    }

    /** One series a line, of the number in one of its places. */
    private static List<MultiGauge.Row<?>> rows(Value lines, String label, int place, double unit) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (Value line : lines.values()) {
            if (rows.size() < MOST_JOBS && !line.get(0).isNull()) {
                rows.add(MultiGauge.Row.of(Tags.of(label, line.get(0).asString()), number(line.get(place)) / unit));
            }
        }
        return rows;
    }

    private static double number(Value value) {
        return value.isNull() ? Double.NaN : value.asDouble();
    }
}
