package io.selfsame.doctor;

import io.selfsame.doctor.Findings.Bad;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/**
 * Looks at a database: its clock, its schema, and every external ID, profile and event for what must always hold. It reads in pages, so it
 * takes no memory to speak of, and time that grows with the graph. The service may run meanwhile: what looks wrong is read twice, as it may
 * have been on its way.
 */
public final class Doctor {

    private static final Statement CLOCK = Statement.of("doctor/clock");
    private static final Statement COUNTS = Statement.of("doctor/counts");
    private static final Statement SPACES = Statement.of("doctor/spaces");
    private static final Statement EXTERNAL_IDS = Statement.of("doctor/externalIds");
    private static final Statement PROFILES = Statement.of("doctor/profiles");
    private static final Statement EVENTS = Statement.of("doctor/events");

    /** Nodes that one transaction looks at. */
    private static final int PAGE = 5_000;

    /** What the clocks of two machines may differ by. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(2);

    private final Graph graph;
    private final Report report;
    private final int page;

    /** Looks at what this graph holds, and says in the report what it finds. */
    public Doctor(Graph graph, Report report) {
        this(graph, report, PAGE);
    }

    Doctor(Graph graph, Report report, int page) {
        this.graph = graph;
        this.report = report;
        this.page = page;
    }

    /** Looks at everything. */
    public void examine() {
        clock();
        var schema = new SchemaCheck(graph, report);
        Record counts = graph.read(COUNTS, Map.of()).getFirst();
        List<String> spaces = new ArrayList<>();
        if (ordered(schema, "spaces", "Space", "id")) {
            var walk = new Walk("spaces", 0);
            walk.through(SPACES, Map.of(), "", row -> spaces.addAll(row.get("ids").asList(Value::asString)));
            walk.say();
        }
        if (ordered(schema, "external IDs", "ExternalId", "key")) {
            walk("external IDs", EXTERNAL_IDS, counts.get("ids").asLong());
        }
        if (ordered(schema, "profiles", "Profile", "segmentId")) {
            walk("profiles", PROFILES, counts.get("profiles").asLong());
        }
        if (ordered(schema, "events", "Event", "space", "seq")) {
            events(spaces, counts.get("events").asLong());
        }
    }

    private boolean ordered(SchemaCheck schema, String area, String label, String... properties) {
        boolean covered = schema.covers(label, properties);
        if (!covered) {
            report.wrong(area, "cannot be looked at without an index on " + label + " (" + String.join(", ", properties)
                    + ") — see to the schema first, and run selfsame doctor again");
        }
        return covered;
    }

    private void clock() {
        Instant before = Instant.now();
        Record clock = graph.read(CLOCK, Map.of()).getFirst();
        Instant after = Instant.now();
        Instant neo4j = clock.get("now").asZonedDateTime().toInstant();
        boolean same = neo4j.isAfter(before.minus(CLOCK_DIFFERENCE)) && neo4j.isBefore(after.plus(CLOCK_DIFFERENCE));
        if (!same) {
            report.wrong("clock", "it is " + after + " here, and " + neo4j + " for Neo4j — set both clocks by NTP");
        }
        if (clock.get("ahead").asLong() > 0) {
            report.wrong("clock",
                    "instances have said that they live until a time far ahead: a clock was set back, or still"
                            + " is wrong — look whether " + after + " is right");
        } else if (same) {
            report.fine("clock", after.toString());
        }
    }

    private void walk(String area, Statement pages, long all) {
        var walk = new Walk(area, all);
        walk.through(pages, Map.of(), "", row -> {});
        walk.say();
        // These are never deleted while a service runs.
        if (walk.seen < all) {
            report.wrong(area, Report.number(all - walk.seen) + " of " + Report.number(all)
                    + " could not be looked at, as they have no key: a query has made them — look for them in Neo4j"
                    + " Browser, and delete them");
        }
    }

    /** Each space by itself, as their events are in the order of its ledger. */
    private void events(List<String> spaces, long all) {
        var walk = new Walk("events", all);
        for (String space : spaces) {
            walk.through(EVENTS, Map.of("space", space), 0L, row -> {});
        }
        walk.say();
    }

    /** Goes through everything of one kind, page by page. */
    private final class Walk {

        private final String area;
        private final long all;
        private final Findings findings = new Findings();
        private long seen;

        /** Of so many, if it is known. */
        Walk(String area, long all) {
            this.area = area;
            this.all = all;
        }

        void through(Statement pages, Map<String, Object> parameters, Object begin, Consumer<Record> use) {
            Object from = begin;
            long read = page;
            while (read == page) {
                Record row = read(pages, parameters, from, end(from), page);
                read = row.get("seen").asLong();
                seen += read;
                List<Bad> bad = bad(row);
                if (!bad.isEmpty()) {
                    // What was being written while it was read is whole by now. More may lie in between by now, too.
                    bad.retainAll(bad(read(pages, parameters, from, row.get("last").asObject(), 2 * page)));
                }
                findings.add(bad);
                use.accept(row);
                from = row.get("last").asObject();
                report.progress(area, seen, all);
            }
        }

        void say() {
            findings.say(area, seen, report);
        }

        /** What comes after everything that is a text or a number, as this is. */
        private static Object end(Object from) {
            return from instanceof String ? "\uffff" : (Object) Long.MAX_VALUE;
        }

        private Record read(Statement pages, Map<String, Object> parameters, Object from, Object to,
                int limit) {
            Map<String, Object> complete = new HashMap<>(parameters);
            complete.put("from", from);
            complete.put("to", to);
            complete.put("limit", limit);
            return graph.read(pages, complete).getFirst();
        }

        private static List<Bad> bad(Record row) {
            return new ArrayList<>(row.get("bad").asList(one -> new Bad(one.get(0).asString(),
                    Problem.valueOf(one.get(1).asString()), one.get(2).asString())));
        }
    }
}
