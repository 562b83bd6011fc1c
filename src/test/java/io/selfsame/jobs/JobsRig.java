package io.selfsame.jobs;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.graph.Statement;
import io.selfsame.graph.Tx;
import io.selfsame.lease.Lease;
import io.selfsame.lease.Progress;
import io.selfsame.space.SpaceId;
import io.selfsame.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.neo4j.driver.Record;

/**
 * A kind of job of the test's own, which the service of the tests knows nothing of, in spaces of its own; and as many
 * instances as the test starts. Closing it takes everything away.
 */
final class JobsRig implements AutoCloseable {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    final String kind = "probe" + random(10);
    final Graph graph = new Graph(TestServer.shared().neo4j());
    final JobStore store = new JobStore(graph);
    private final String prefix = "jobs-" + random(10);
    private final List<AutoCloseable> instances = new ArrayList<>();

    private static String random(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    SpaceId space(int number) {
        return new SpaceId(prefix + "-" + number);
    }

    JobId job(int number) {
        return new JobId(space(number), kind);
    }

    JobState state(int number) {
        return store.load(List.of(job(number))).getFirst();
    }

    /** A job that there is something to do for, because somebody has said when it runs. */
    void set(int number, Schedule.SpaceSchedule schedule) {
        change(number, new JobSettings.SettingsChange(Optional.of(schedule), Optional.empty()));
    }

    void pause(int number, boolean paused) {
        change(number, new JobSettings.SettingsChange(Optional.empty(), Optional.of(paused)));
    }

    private void change(int number, JobSettings.SettingsChange change) {
        store.change(job(number), change, (before, settings) -> settings.paused()
                ? Optional.empty()
                : settings.schedule().flatMap(schedule -> schedule.next(before.lastStarted().orElse(before.now()),
                        before.now())));
    }

    /** Other tests leave spaces with definitions on the same server. */
    private boolean isOurs(SpaceId space) {
        return space.value().startsWith(prefix + "-");
    }

    /** Starts an instance, on this Neo4j or on the way to it. */
    Jobs start(Neo4jAddress neo4j, Schedule standard, Probe work) {
        return start(neo4j, standard, (Slices) (graph, space, lease) -> Progress.done(work.run(graph, space, lease)));
    }

    /** Starts an instance whose work says whether there is more. */
    Jobs startSlices(Schedule standard, Slices work) {
        return start(TestServer.shared().neo4j(), standard, work);
    }

    /** Starts an instance that works for every space. */
    Jobs startEverywhere(Schedule standard, Probe work) {
        return start(TestServer.shared().neo4j(), standard, true,
                (graph, space, lease) -> Progress.done(work.run(graph, space, lease)));
    }

    private Jobs start(Neo4jAddress neo4j, Schedule standard, Slices work) {
        return start(neo4j, standard, false, work);
    }

    private Jobs start(Neo4jAddress neo4j, Schedule standard, boolean everywhere, Slices work) {
        var its = new Graph(neo4j);
        instances.add(its);
        var probe = new JobKind(kind, standard, (space, lease) -> isOurs(space)
                ? work.run(its, space, lease)
                : Progress.done(""));
        var jobs = new Jobs(its, List.of(everywhere ? probe.inEverySpace() : probe), new SimpleMeterRegistry());
        instances.add(jobs);
        jobs.start();
        return jobs;
    }

    Jobs start(Schedule standard, Probe work) {
        return start(TestServer.shared().neo4j(), standard, work);
    }

    /** What an instance does. */
    interface Probe {
        String run(Graph graph, SpaceId space, Lease lease);
    }

    /** The same, in slices. */
    interface Slices {
        Progress run(Graph graph, SpaceId space, Lease lease);
    }

    /** Leaves a trace in the graph, under the lease. */
    static void trace(Graph graph, SpaceId space, Lease lease, String by, String what) {
        graph.write(tx -> {
            lease.require(tx);
            return run(tx, "CREATE (:JobTrace {space: $space, by: $by, what: $what, at: datetime.realtime()})",
                    Map.of("space", space.value(), "by", by, "what", what));
        });
    }

    /** The traces of one space, oldest first: {@code by}, {@code what}. */
    List<Record> traces(int number) {
        return query("MATCH (t:JobTrace {space: $space}) RETURN t.by AS by, t.what AS what ORDER BY t.at",
                Map.of("space", space(number).value()));
    }

    List<Record> query(String cypher, Map<String, Object> parameters) {
        return graph.write(tx -> run(tx, cypher, parameters));
    }

    private static List<Record> run(Tx tx, String cypher, Map<String, Object> parameters) {
        return tx.run(new Statement("test", cypher), parameters);
    }

    @Override
    public void close() {
        for (AutoCloseable instance : instances.reversed()) {
            try {
                instance.close();
            } catch (Exception e) {
                throw new AssertionError("not closed", e);
            }
        }
        query("MATCH (n:Job|Definition|JobTrace) WHERE n.space STARTS WITH $prefix OR n.name = $kind DETACH DELETE n",
                Map.of("prefix", prefix, "kind", kind));
        query("MATCH (n:Space) WHERE n.id STARTS WITH $prefix DETACH DELETE n", Map.of("prefix", prefix));
        graph.close();
    }
}
