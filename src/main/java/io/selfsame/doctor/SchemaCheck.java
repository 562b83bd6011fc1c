package io.selfsame.doctor;

import io.selfsame.graph.Graph;
import io.selfsame.graph.SchemaMigrations;
import io.selfsame.graph.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.neo4j.driver.Record;

/** Whether the migrations were applied, and what they have made is still there and in use. */
final class SchemaCheck {

    private static final String AREA = "schema";
    private static final Statement INDEXES = Statement.of("doctor/indexes");

    /** What an index is on. */
    record Covered(String name, List<String> properties) {}

    /** On what there are indexes that answer. */
    private final Set<Covered> usable = new HashSet<>();

    /** Looks, and says what is wrong. */
    SchemaCheck(Graph graph, Report report) {
        List<Record> indexes = graph.read(INDEXES, Map.of());
        for (Record index : indexes) {
            if (index.get("state").asString().equals("ONLINE")) {
                usable.add(new Covered(index.get("names").get(0).asString(), index.get("properties")
                        .asList(value -> value.asString())));
            }
        }
        SchemaMigrations.State migrations = SchemaMigrations.state(graph);
        int before = report.wrong();
        if (!migrations.unknown().isEmpty()) {
            report.wrong(AREA, "the database has migrations that this version does not know: "
                    + String.join(", ", migrations.unknown()) + " — use the newer Selfsame that made them");
        }
        if (!migrations.edited().isEmpty()) {
            report.wrong(AREA, "migrations were edited after they were applied: "
                    + String.join(", ", migrations.edited()) + " — restore the files and add new migrations");
        }
        if (!migrations.missing().isEmpty()) {
            report.wrong(AREA, "migrations are missing: " + String.join(", ", migrations.missing())
                    + " — run selfsame migrate, or start the service, and then selfsame doctor again");
        }
        int made = 0;
        for (SchemaMigrations.Item item : SchemaMigrations.items()) {
            // What a missing migration would make is missing too, and needs no line of its own.
            if (migrations.missing().contains(item.migration())) {
                continue;
            }
            made++;
            problem(item, indexes).ifPresent(problem -> report.wrong(AREA, problem));
        }
        if (report.wrong() == before) {
            report.fine(AREA, SchemaMigrations.items().size() == made
                    ? made + " indexes and constraints"
                    : "");
        }
    }

    /** Whether pages in the order of these can be read. */
    boolean covers(String name, String... properties) {
        return usable.contains(new Covered(name, List.of(properties)));
    }

    private static Optional<String> problem(SchemaMigrations.Item item, List<Record> indexes) {
        String kind = item.constraint() ? "constraint " : "index ";
        Optional<Record> found = indexes.stream().filter(row -> row.get("name").asString().equals(item.name()))
                .findFirst();
        if (found.isEmpty()) {
            List<String> sentence = new ArrayList<>(
                    List.of("the " + kind + item.name() + " is missing — make it again: "
                            + item.statement()));
            if (item.constraint()) {
                sentence.add(" (Neo4j refuses that as long as two nodes have one value, and names them)");
            }
            return Optional.of(String.join("", sentence));
        }
        Record index = found.get();
        boolean same = index.get("names").asList(value -> value.asString()).equals(List.of(item.covered()))
                && index.get("properties").asList(value -> value.asString()).equals(item.properties())
                && (!item.constraint() || !index.get("constraint").isNull());
        if (!same) {
            return Optional
                    .of("the " + kind + item.name() + " is on something else than it should be — drop it, and make"
                            + " it again: " + item.statement());
        }
        return switch (index.get("state").asString()) {
            case "ONLINE" -> Optional.empty();
            case "FAILED" -> Optional.of("the " + kind + item.name() + " has failed — drop it, and make it again: "
                    + item.statement());
            default -> Optional.of("the " + kind + item.name() + " is still being built — wait, and run selfsame doctor"
                    + " again");
        };
    }
}
