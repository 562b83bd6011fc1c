package io.selfsame.graph;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.neo4j.driver.Record;
import org.neo4j.driver.exceptions.AuthenticationException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.SecurityException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for Neo4j at the start, and makes sure that it is one we can work with. */
public final class Startup {

    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    private static final Statement VERSION = Statement.of("space/version");

    /** The first release with scoped CALL subqueries, which our statements use, and with long-term support. */
    private static final int OLDEST_MAJOR = 5;
    private static final int OLDEST_MINOR = 26;

    private static final Duration SAY_AGAIN = Duration.ofSeconds(20);

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

    private Startup() {}

    /**
     * Returns once Neo4j answers.
     *
     * @param password where the password comes from, for the sentence that says it is refused: what to check, or to do
     * @param patience how long to wait in all; the pauses double from a quarter of a second to five seconds. The log says
     *     at once that it waits, and then seldom
     * @throws UnusableNeo4j if it never answers, refuses the password, or is too old
     */
    public static void await(Graph graph, Neo4jAddress address, String password, Duration patience) {
        long began = System.nanoTime();
        long said = 0;
        long pause = 250;
        while (true) {
            try {
                check(graph.driver().session(graph.sessions()), address);
                return;
            } catch (AuthenticationException e) {
                throw new UnusableNeo4j("Neo4j at " + address.uri() + " refuses user '" + address.user()
                        + "': " + password, e);
            } catch (SecurityException e) {
                throw new UnusableNeo4j("Neo4j at " + address.uri() + " refuses the connection: " + e.getMessage(), e);
            } catch (Neo4jException e) {
                if (e.code().endsWith("DatabaseNotFound")) {
                    throw new UnusableNeo4j("Neo4j at " + address.uri() + " has no database '" + address.database()
                            + "': check SELFSAME_NEO4J_DATABASE", e);
                }
                long now = System.nanoTime();
                if (now + pause * 1_000_000 - began > patience.toNanos()) {
                    throw new UnusableNeo4j("Neo4j at " + address.uri() + " did not answer within "
                            + patience.toSeconds() + " s: check that it runs, and SELFSAME_NEO4J_URI", e);
                }
                if (said == 0) {
                    LOG.info("Waiting for Neo4j at {}, {} s at most ({})", address.uri(), patience.toSeconds(),
                            e.getMessage());
                } else if (now - began > said * SAY_AGAIN.toNanos()) {
                    LOG.info("Still waiting for Neo4j at {}, after {} s ({})", address.uri(),
                            (now - began) / 1_000_000_000, e.getMessage());
                }
                said = 1 + (now - began) / SAY_AGAIN.toNanos();
                sleep(pause);
                pause = Math.min(pause * 2, 5_000);
            }
        }
    }

    private static void check(org.neo4j.driver.Session session, Neo4jAddress address) {
        try (session) {
            List<Record> components = session.run(VERSION.text()).list();
            String version = components.isEmpty() ? "unknown" : components.getFirst().get("version").asString();
            if (!suits(version)) {
                throw new UnusableNeo4j("Neo4j at " + address.uri() + " is version " + version + "; Selfsame needs "
                        + OLDEST_MAJOR + "." + OLDEST_MINOR + " or later", null);
            }
        }
    }

    /** Whether {@code 5.26.1}, {@code 2026.08.1}, {@code 5.27-aura} and the like is one we can work with. */
    static boolean suits(String version) {
        Matcher numbers = NUMBERS.matcher(version);
        if (!numbers.lookingAt()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        int minor = Integer.parseInt(numbers.group(2));
        return major > OLDEST_MAJOR || (major == OLDEST_MAJOR && minor >= OLDEST_MINOR);
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableNeo4j("Interrupted while waiting for Neo4j", e);
        }
    }
}
