package io.selfsame;

import io.selfsame.doctor.Doctor;
import io.selfsame.doctor.Report;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.graph.Startup;
import io.selfsame.graph.Statement;
import io.selfsame.graph.UnusableNeo4j;
import io.selfsame.local.LocalNeo4j;
import io.selfsame.local.StartupException;
import io.selfsame.server.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at everything that a service stands on, changes nothing, and says what to do. Exit code 0: all is well; 1: not. */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = {
        "Checks the settings, the store, versions, free disk, clock, indexes and constraints, and what must always",
        "hold in the graph: one owner for each external ID, no circle of merges, CANONICAL straight to the root. It",
        "changes nothing. Each line is on one thing: what is wrong, where, and what to do.",
        "Uses the same SELFSAME_* settings as serve. With the embedded Neo4j, stop the service first."}, exitCodeListHeading = "Exit codes:%n", exitCodeList = {
                "0:all is well", "1:something is wrong"})
final class DoctorCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Statement VERSION = Statement.of("space/version");

    private static final long MIB = 1L << 20;

    /** Logs alone may take half of it before Neo4j prunes them. */
    private static final long LEAST_FREE = 1024 * MIB;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var line = Optional.ofNullable(spec).orElseThrow().commandLine();
        var report = new Report(line.getOut(), line.getErr());
        examine(report);
        line.getOut().println(switch (report.wrong()) {
            case 0 -> "All is well.";
            case 1 -> "1 thing is wrong.";
            default -> report.wrong() + " things are wrong.";
        });
        line.getOut().flush();
        return report.wrong() == 0 ? 0 : 1;
    }

    private static void examine(Report report) {
        Settings settings;
        try {
            settings = Settings.from(System.getenv());
        } catch (Settings.Wrong e) {
            String.valueOf(e.getMessage()).lines().forEach(problem -> report.wrong("settings", problem));
            return;
        }
        report.fine("settings", settings.neo4jUri().map(uri -> "Neo4j at " + uri)
                .orElseGet(() -> "the embedded Neo4j, in " + settings.data()));
        try {
            if (settings.neo4jUri().isPresent()) {
                examine(new Neo4jAddress(settings.neo4jUri().get(), settings.neo4jUser(), settings.neo4jPassword(),
                        settings.neo4jDatabase()), settings, report);
            } else {
                disk(settings.data(), report);
                try (var embedded = LocalNeo4j.start(settings.data(), LocalNeo4j.Use.INSPECT, 0, 0)) {
                    examine(embedded.address(), settings, report);
                }
            }
        } catch (StartupException | UnusableNeo4j e) {
            report.wrong("store", String.valueOf(e.getMessage()));
        }
    }

    private static void examine(Neo4jAddress address, Settings settings, Report report) {
        try (var graph = new Graph(address)) {
            Startup.await(graph, address, settings.passwordAdvice(), PATIENCE);
            report.fine("versions", String.join(", ", new Main.Version().getVersion()) + ", Neo4j "
                    + graph.read(VERSION, Map.of()).getFirst().get("version").asString());
            new Doctor(graph, report).examine();
        }
    }

    private static void disk(Path data, Report report) {
        if (!Files.isDirectory(data)) {
            return;
        }
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            String found = free / MIB + " MiB are free in " + data;
            if (free < LEAST_FREE) {
                report.wrong("disk",
                        found + " — make room for " + LEAST_FREE / MIB + " MiB at least: without room for its"
                                + " logs Neo4j stops");
            } else {
                report.fine("disk", found);
            }
        } catch (IOException e) {
            report.wrong("disk", data + " cannot be looked at (" + e + ") — give this user the right to");
        }
    }
}
