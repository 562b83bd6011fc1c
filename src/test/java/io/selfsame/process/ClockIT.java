package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.testing.Requires;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of the machine is set back by two hours under load; to the service and its Neo4j alone, by libfaketime. */
@Slow
class ClockIT {

    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final String LIBRARY = "libfaketimeMT.so.1";

    @TempDir
    static Path folder;

    @Test
    void nothingIsLostAndTheRefreshGoesOn() throws Exception {
        Optional<Path> library = library();
        Requires.that(library.isPresent(), "no libfaketime (package faketime of Debian)");
        Path offset = Files.writeString(folder.resolve("offset"), "+0\n");
        Map<String, String> settings = new HashMap<>(Service.embeddedSettings(folder.resolve("data")));
        settings.put("SELFSAME_ADMIN_TOKEN", Service.ADMIN_TOKEN);
        settings.put("LD_PRELOAD", library.get().toString());
        settings.put("FAKETIME_TIMESTAMP_FILE", offset.toString());
        settings.put("FAKETIME_CACHE_DURATION", "1");
        // As when a clock is set: time that is measured goes on.
        settings.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        settings.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        var load = new Load();
        try (var service = new Service(Child.selfsame(settings, "serve"))) {
            service.awaitReady();
            TestSpace space = service.newSpace("clock", Service.ADMIN_TOKEN);
            space.manage("POST", "audiences",
                    "{\"name\":\"Buyers\",\"definition\":{\"query\":\"event('Bought').count() >= 1\"}}").ok();
            buys(load, space, "before");
            load.start("k", space, 2);
            awaitMore(load, 100);

            Files.writeString(offset, "-2h\n");
            service.child().awaitLine("The clock of this machine was set back by ");
            awaitMore(load, 100);
            buys(load, space, "after");
            load.finish();

            assertEquals(List.of(), load.surprises());
            load.assertStored(space);
            assertEquals(200, service.get("/health/ready").status());
        }
        try (var again = Service.embedded(folder.resolve("data"))) {
            load.assertStored(new TestSpace(again.url(), "clock", "", "", Service.ADMIN_TOKEN));
        }
    }

    private static void awaitMore(Load load, int more) {
        int before = load.acknowledged();
        Child.await("events are taken", () -> load.acknowledged() > before + more);
    }

    private static void buys(Load load, TestSpace space, String who) {
        load.send(space, "Bought", who);
        Child.await(who + " is a buyer", () -> space.profile("user_id:" + who, "traits?include=buyers").body()
                .at("/traits/buyers").asBoolean());
    }

    private static Optional<Path> library() throws IOException {
        if (!Files.isDirectory(LIBRARIES)) {
            return Optional.empty();
        }
        // /usr/lib/<machine>/faketime on Debian, and /usr/lib/faketime elsewhere.
        try (Stream<Path> folders = Files.list(LIBRARIES)) {
            return Stream.concat(Stream.of(LIBRARIES), folders).map(each -> each.resolve("faketime").resolve(LIBRARY))
                    .filter(Files::isReadable).findFirst();
        }
    }
}
