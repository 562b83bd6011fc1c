package io.selfsame.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Http;
import io.selfsame.testing.Requires;
import io.selfsame.testing.TestServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What others make of {@code /openapi.json}: validators, and a client that openapi-generator writes. Each is a process of its own, as
 * these programs bring libraries that nothing else here may see. Maven puts them into target/openapi.
 */
class GeneratedClientIT {

    private static final Path TOOLS = Path.of("target", "openapi");
    private static final Path WORK = Path.of("target", "generated-client");
    private static final Path DOCUMENT = WORK.resolve("openapi.json");
    private static final Path SOURCES = Path.of("src", "test", "openapi");
    private static final String GENERATOR = tool("openapi-generator-cli.jar");
    private static final long PATIENCE_SECONDS = 300;
    private static final TestServer SERVER = TestServer.shared();

    @BeforeAll
    static void fetch() throws IOException {
        Requires.that(Files.exists(Path.of(GENERATOR)), "needs target/openapi: mvn generate-test-resources");
        if (Files.exists(WORK)) {
            try (Stream<Path> old = Files.walk(WORK)) {
                old.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
        Files.createDirectories(WORK);
        Files.writeString(DOCUMENT, Http.send(SERVER.url(), "GET", "/openapi.json", "").ok().body().toString());
    }

    @Test
    void theDocumentIsValid() throws Exception {
        String said = java("-jar", GENERATOR, "validate", "-i", DOCUMENT.toString());
        assertTrue(said.contains("No validation issues detected"), said);
    }

    @Test
    void itsExamplesAreWhatItsSchemasSay() throws Exception {
        java("-cp",
                classPath("jackson", "slf4j-api", "snakeyaml") + File.pathSeparator + tool("json-schema-validator.jar")
                        + File.pathSeparator + tool("itu.jar"),
                SOURCES.resolve("SchemaLint.java").toString(), DOCUMENT.toString());
    }

    @Test
    void aGeneratedClientWorks() throws Exception {
        String said = java("-jar", GENERATOR, "generate", "-g", "java", "--library", "native", "-i",
                DOCUMENT.toString(),
                "-o", WORK.toString(), "--invoker-package", "client", "--api-package", "client.api", "--model-package",
                "client.model", "--global-property",
                "models,apis,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false",
                "--additional-properties", "openApiNullable=false,useJakartaEe=true,hideGenerationTimestamp=true");
        assertFalse(said.contains("ERROR"), said);
        try (Stream<Path> models = Files.list(WORK.resolve("src/main/java/client/model"))) {
            assertEquals(List.of(), models.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("(?i).*(Inline|AllOf|AnyOf|OneOf|Model[A-Z]|\\d).*")).sorted()
                    .toList(),
                    "names that say nothing");
        }
        String classPath = classPath("jackson") + File.pathSeparator + tool("jakarta.annotation-api.jar");
        Path classes = WORK.resolve("classes");
        List<String> compile = new ArrayList<>(
                List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", classPath));
        try (Stream<Path> files = Files.walk(WORK.resolve("src/main/java"))) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(compile::add);
        }
        compile.add(SOURCES.resolve("ClientStory.java").toString());
        run("javac", compile);
        String id = "generated-" + Long.toString(System.nanoTime(), 36);
        java("-cp", classes + File.pathSeparator + classPath, "ClientStory", SERVER.url().toString(),
                SERVER.adminToken(), id);
    }

    private static String tool(String file) {
        return TOOLS.resolve(file).toString();
    }

    /** Those of our own libraries whose file names begin so. */
    private static String classPath(String... names) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> Arrays.stream(names).anyMatch(Path.of(path).getFileName().toString()::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String java(String... args) throws IOException, InterruptedException {
        return run("java", List.of(args));
    }

    private static String run(String program, List<String> args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", program).toString()));
        command.addAll(args);
        Path output = Files.createTempFile(WORK, "run-", ".log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        String printed = Files.readString(output);
        Files.delete(output);
        assertTrue(ended, () -> program + " did not end in " + PATIENCE_SECONDS + " s:\n" + printed);
        assertEquals(0, process.exitValue(), () -> program + " failed:\n" + printed);
        return printed;
    }
}
