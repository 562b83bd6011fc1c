package io.selfsame.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.cli.FakeService;
import io.selfsame.cli.FakeService.Fate;
import io.selfsame.cli.apply.ApplyCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoCommandTest {
    private final StringWriter out = new StringWriter();

    private int run(FakeService service, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--url", service.url()));
        all.addAll(List.of(arguments));
        PrintWriter writer = new PrintWriter(out, true);
        return new CommandLine(new DemoCommand(pause -> {})).setOut(writer).setErr(writer)
                .execute(all.toArray(String[]::new));
    }

    @Test
    void allEventsArriveOnceAndTheTourIsPrinted() throws IOException {
        try (FakeService service = new FakeService()) {
            service.fates.addAll(List.of(Fate.BUSY, Fate.LOST_AFTER, Fate.AWAY, Fate.LOST_BEFORE));
            assertEquals(0, run(service, "--token", "t0p", "--events", "3000"), out.toString());
            assertEquals(3_000 - 45, service.applied.size());
            assertTrue(out.toString().contains("2,955 accepted, 45 rejected (no_identifiers 45)"), out.toString());
            assertTrue(out.toString().contains("curl -sS -u 'at:' '" + service.url()
                    + "/v1/spaces/demo/collections/users/profiles/user_id:u-1001/traits?limit=100'"), out.toString());
            assertTrue(out.toString().contains("'Authorization: Bearer t0p'"), out.toString());
        }
    }

    @Test
    void aRedirectIsNotFollowedButNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), """
                kind: Audience
                key: big
                name: Big
                query: event('Order').count() > 1
                """);
        try (FakeService service = new FakeService()) {
            service.moved = true;
            assertEquals(1, run(service, "--token", "t0p"));
            assertTrue(out.toString().contains("sends to https://id.example: give that as --url."), out.toString());
            out.getBuffer().setLength(0);
            PrintWriter writer = new PrintWriter(out, true);
            assertEquals(1, new CommandLine(new ApplyCommand()).setOut(writer).setErr(writer).execute("--url",
                    service.url(), "--token", "t0p", "--space", "shop", "--yes", "-f", file.toString()));
            assertTrue(out.toString().contains("sends to https://id.example: give that as --url."), out.toString());
        }
    }

    @Test
    void aSpaceThatIsThereIsLeftAloneAndTheWayOutIsSaid() throws IOException {
        try (FakeService service = new FakeService()) {
            service.spaceExists = true;
            assertEquals(1, run(service, "--token", "t0p"));
            assertTrue(out.toString().contains("Choose another with --space"), out.toString());
            assertEquals(1, run(service, "--token", "wrong"));
            assertTrue(out.toString().contains("management token was not accepted"), out.toString());
            assertEquals(1, run(service, "--token", "t0p", "--events", "3"));
            assertTrue(out.toString().contains("between 1000 and 1000000"), out.toString());
            assertEquals(0, service.requests);
        }
    }
}
