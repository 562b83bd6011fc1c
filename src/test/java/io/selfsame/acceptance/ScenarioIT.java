package io.selfsame.acceptance;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Http;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs each file of {@code scenarios/} twice, its events one by one and in one batch, in a new space; what must hold is
 * asked by every ID and every API (see {@link Expectations}). {@code -Dscenario=name} picks some.
 */
class ScenarioIT {

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(ScenarioIT.class.getResource("/scenarios")).toURI());
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                String name = file.getFileName().toString().replace(".json", "");
                if (name.contains(System.getProperty("scenario", ""))) {
                    JsonNode scenario = Http.JSON.readTree(file.toFile());
                    tests.add(dynamicTest(name + ", in one batch", () -> new ScenarioRun(true).run(scenario)));
                    tests.add(dynamicTest(name + ", one by one", () -> new ScenarioRun(false).run(scenario)));
                }
            }
        }
        return tests.stream();
    }
}
