package io.selfsame.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.http.Endpoints.Route;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may call what: a new route needs a line in routes.txt, which somebody has to look at. */
class RoutesTest {

    @Test
    void everyRouteIsInTheTable() throws IOException {
        String expected;
        try (InputStream in = Objects.requireNonNull(RoutesTest.class.getResourceAsStream("/routes.txt"))) {
            expected = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertEquals(expected.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n")),
                AllRoutes.list().stream().map(RoutesTest::line).sorted().collect(Collectors.joining("\n")));
    }

    private static String line(Route route) {
        return String.format("%-80s %-7s %s", route.path(), route.method().name(), route.access());
    }
}
