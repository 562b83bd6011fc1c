package io.selfsame;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.graph.SchemaMigrations;
import io.selfsame.graph.Startup;
import io.selfsame.local.LocalNeo4j;
import io.selfsame.server.Settings;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Brings the schema up to date and ends; {@code serve} does the same at its start. */
@Command(name = "migrate", mixinStandardHelpOptions = true, description = {
        "Applies missing schema migrations and ends.",
        "Uses the same SELFSAME_* settings as serve. Stop all instances of an older version first."})
final class MigrateCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public Integer call() {
        Settings settings = Settings.from(System.getenv());
        if (settings.neo4jUri().isPresent()) {
            return migrate(new Neo4jAddress(settings.neo4jUri().get(), settings.neo4jUser(), settings.neo4jPassword(),
                    settings.neo4jDatabase()), settings.passwordAdvice());
        }
        try (var embedded = LocalNeo4j.start(settings.data(), LocalNeo4j.Use.SERVE, settings.embeddedBoltPort(),
                settings.embeddedHttpPort())) {
            return migrate(embedded.address(), settings.passwordAdvice());
        }
    }

    private static int migrate(Neo4jAddress address, String passwordAdvice) {
        try (var graph = new Graph(address)) {
            Startup.await(graph, address, passwordAdvice, PATIENCE);
            int applied = SchemaMigrations.apply(graph);
            System.out.println(applied == 0 ? "The schema is up to date." : applied + " schema migrations applied.");
            return 0;
        }
    }
}
