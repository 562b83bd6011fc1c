package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Requires;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk under the embedded Neo4j fills up while events come in. It is a small one in memory, which takes a superuser. */
@Slow
class FullDiskIT {

    private static final int DATABASE_FAILED = 4;
    private static final byte[] MIB = new byte[1 << 20];

    @TempDir
    Path disk;

    @BeforeEach
    void mount() throws Exception {
        Requires.that(run("mount", "-t", "tmpfs", "-o", "size=256m", "selfsame-test", disk.toString()) == 0,
                "no permission to mount a small disk");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    @Test
    void theServiceSaysSoAndEndsAndWhatItAcknowledgedIsThere() throws Exception {
        Path data = disk.resolve("data");
        Path filler = disk.resolve("filler");
        TestSpace space;
        var load = new Load();
        try (var service = Service.embedded(data)) {
            space = service.newSpace("full", service.child().lineAfter("Management token"));
            load.start("k", space, 4);
            Child.await("some events are taken", () -> load.acknowledged() > 300);
            fill(filler);
            service.child().awaitLine("Neo4j has failed (");
            assertEquals(503, service.get("/health/ready").status());
            assertEquals(DATABASE_FAILED, service.child().exitCode(), service.child().output());
            load.stop();
            var output = service.child().lines();
            assertTrue(output.getLast().startsWith("Selfsame ended because Neo4j had failed ("),
                    String.join("\n", output));
            // Neo4j itself says more; of ours it is no line for each event.
            assertTrue(output.stream().filter(line -> line.matches("[\\d:.]+ (WARN|ERROR) .*")).count() < 10,
                    String.join("\n", output));
            // While it ends it refuses connections, as any service that is gone.
            assertEquals(List.of(), load.surprises().stream().filter(words -> !words.contains("Exception")).toList());
        }
        try (var tooSoon = Child.selfsame(Service.embeddedSettings(data), "serve")) {
            tooSoon.awaitLine("is full");
            assertEquals(1, tooSoon.exitCode(), tooSoon.output());
        }
        Files.delete(filler);
        try (var again = Service.embedded(data)) {
            load.assertStored(space.at(again.url()));
            assertEquals(200, again.get("/health/ready").status());
            space.at(again.url()).track("{\"event\":\"After\",\"userId\":\"u1\"}").ok();
        }
    }

    private static void fill(Path filler) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(MIB);
            }
        } catch (IOException full) {
            // To the last page.
            try (OutputStream out = Files.newOutputStream(filler, java.nio.file.StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(0);
                }
            } catch (IOException toTheBrim) {
                return;
            }
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }
}
