package io.selfsame.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.server.Server;
import io.selfsame.testing.Await;
import io.selfsame.testing.RawHttp;
import io.selfsame.testing.TcpRelay;
import io.selfsame.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scrape gets to see while Neo4j is away, or hangs. */
class ScrapesWithoutNeo4jIT {

    private final TestServer server = TestServer.shared();

    /** Anybody may ask with a token that is none, as often as they like, while Neo4j hangs. */
    @Test
    void nobodyWhoseTokenIsUnknownStaysWhileNeo4jHangs(@TempDir Path dumps) {
        List<RawHttp> asking = new ArrayList<>();
        try (var relay = new TcpRelay(server.neo4j().uri(), 1, Integer.MAX_VALUE)) {
            Neo4jAddress direct = server.neo4j();
            Server other = server.instanceOver(
                    new Neo4jAddress(relay.url(), direct.user(), direct.password(), direct.database()));
            relay.fallSilent();
            for (int i = 0; i < 100; i++) {
                asking.add(
                        new RawHttp(other.port()).send("GET /metrics HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer no-"
                                + i + "\r\n\r\n"));
            }
            asking.forEach(one -> assertEquals(503, one.status()));
            var dump = new AtomicInteger();
            Await.until("no thread waits for the answer", () -> !threads(
                    dumps.resolve("dump-" + dump.incrementAndGet())).contains("io.selfsame.space.Spaces.open"));
            relay.heal();
            assertEquals(200, Scrape.get(TestServer.urlOf(other), "Authorization", "Bearer " + server.adminToken())
                    .statusCode());
            other.close();
        } finally {
            asking.forEach(RawHttp::close);
        }
    }

    /** The stacks of all threads, virtual ones too. */
    private static String threads(Path file) {
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpThreads(
                    file.toAbsolutePath().toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever watches the service wants to see most of it just then. */
    @Test
    void aScrapeIsAnsweredWhileNeo4jIsAway() {
        try (var relay = new TcpRelay(server.neo4j().uri(), 1, Integer.MAX_VALUE)) {
            Neo4jAddress direct = server.neo4j();
            var address = new Neo4jAddress(relay.url(), direct.user(), direct.password(), direct.database());
            Server other = server.instanceOver(address);
            URI url = TestServer.urlOf(other);
            Await.until("the scrape says that Neo4j is there",
                    () -> Scrape.of(url, TestServer.METRICS_TOKEN).value("selfsame_neo4j_up") == 1);
            relay.close();
            relay.cutAll();
            Await.until("the scrape says that Neo4j is away", () -> {
                Scrape scrape = Scrape.of(url, TestServer.METRICS_TOKEN);
                return scrape.value("selfsame_neo4j_up") == 0 && scrape.value("jvm_threads_live_threads") > 0;
            });
            assertEquals(503, Scrape.get(url, "Authorization", "Bearer unknown-0123456789").statusCode());
            other.close();
        }
    }
}
