package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What can be said of the files for Docker without Docker. */
class DockerFilesTest {

    private static final Path DOCKER = Path.of("docker");

    private static Map<?, ?> services() throws IOException {
        Object file = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(DOCKER.resolve("compose.yaml")));
        return (Map<?, ?>) ((Map<?, ?>) file).get("services");
    }

    @Test
    void eachContainerIsLimitedAndWithoutPrivileges() throws IOException {
        Map<?, ?> services = services();
        assertEquals(Set.of("neo4j", "selfsame", "catalogue"), services.keySet());
        services.forEach((name, value) -> {
            Map<?, ?> service = (Map<?, ?>) value;
            assertEquals(List.of("ALL"), service.get("cap_drop"), name + "");
            assertEquals(List.of("no-new-privileges:true"), service.get("security_opt"), name + "");
            for (String limit : List.of("mem_limit", "pids_limit", "cpus", "tmpfs", "logging", "stop_grace_period")) {
                assertTrue(service.containsKey(limit), name + " has no " + limit);
            }
            if (service.get("ports") instanceof List<?> ports) {
                ports.forEach(
                        port -> assertTrue(port.toString().startsWith("127.0.0.1:"), name + " publishes " + port));
            }
            assertFalse(service.containsKey("privileged"), name + "");
        });
        assertEquals(true, ((Map<?, ?>) services.get("selfsame")).get("read_only"));
        assertEquals(true, ((Map<?, ?>) services.get("catalogue")).get("read_only"));
        assertFalse(((Map<?, ?>) services.get("catalogue")).containsKey("ports"));
        assertFalse(((Map<?, ?>) services.get("neo4j")).get("user").toString().startsWith("0"));
    }

    @Test
    void imagesHaveExactTagsThatADigestCanReplace() throws IOException {
        assertTrue(((Map<?, ?>) services().get("neo4j")).get("image").toString()
                .matches("\\$\\{NEO4J_IMAGE:-neo4j:\\d+\\.\\d+\\.\\d+}"));
        List<String> lines = Files.readAllLines(DOCKER.resolve("Dockerfile"));
        assertTrue(lines.stream().anyMatch(line -> line.matches("ARG JRE=eclipse-temurin:\\d+-jre-\\w+")));
        assertEquals(List.of("FROM ${JRE}"), lines.stream().filter(line -> line.startsWith("FROM")).toList());
        assertTrue(lines.contains("USER 10001"));
    }

    @Test
    void theBuilderIsSentWhatTheDockerfileCopies() throws IOException {
        String ignore = Files.readString(DOCKER.resolve("Dockerfile.dockerignore"));
        String copies = Files.readString(DOCKER.resolve("Dockerfile")).replace("\\\n", " ");
        for (String word : copies.lines().filter(line -> line.startsWith("COPY"))
                .flatMap(line -> Stream.of(line.split("\\s+", -1))).filter(word -> word.matches("(target|docker)/.*"))
                .toList()) {
            assertTrue(ignore.contains("\n!" + word), word);
        }
    }

    @Test
    void nothingIsOpenToEverybody() throws IOException {
        try (Stream<Path> files = Files.list(DOCKER)) {
            for (Path file : files.toList()) {
                assertFalse(Files.readString(file).matches("(?s).*chmod\\s+(0?777|a\\+w|o\\+w).*"), file + "");
            }
        }
    }
}
