package io.selfsame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Requires;
import io.selfsame.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour in README is run as written, twice, and answers as written both times ("…" stands for anything). */
class ReadmeTourIT {

    private static final Pattern STEP = Pattern.compile("```sh\\n(.*?)```\\n```json\\n(.*?)\\n```", Pattern.DOTALL);
    private static final String END_OF_STEP = "=== end of step ===";

    @TempDir
    private Path folder;

    @Test
    void everyStepAnswersAsWritten() throws IOException, InterruptedException {
        Requires.that(Files.isExecutable(Path.of("/usr/bin/curl")) || Files.isExecutable(Path.of("/bin/curl")),
                "ReadmeTourIT is skipped: install curl");
        String readme = Files.readString(Path.of("README.md"));
        String tour = readme.substring(readme.indexOf("<!-- tour"), readme.indexOf("<!-- /tour"));
        List<String> commands = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        Matcher step = STEP.matcher(tour);
        while (step.find()) {
            commands.add(step.group(1));
            answers.add(step.group(2));
        }
        assertFalse(commands.isEmpty(), "README has a tour");
        TestServer server = TestServer.shared();
        String script = commands.stream().collect(Collectors.joining("\necho '" + END_OF_STEP + "'\n"))
                .replace("http://127.0.0.1:8080", server.url().toString())
                .replace("only-to-try-it-out", server.adminToken());
        for (String time : List.of("first", "second")) {
            List<String> outputs = run(script);
            assertEquals(answers.size(), outputs.size());
            for (int i = 0; i < answers.size(); i++) {
                Pattern expected = pattern(answers.get(i));
                assertTrue(expected.matcher(outputs.get(i).strip()).find(), "README says\n" + answers.get(i)
                        + "\nand the service, the " + time + " time,\n" + outputs.get(i));
            }
        }
        Files.delete(folder.resolve("space.json"));
        Path out = folder.resolve("out");
        assertNotEquals(0, shell(script, out));
        assertTrue(read(out).contains("409") && !read(out).contains("success"), () -> read(out));
    }

    private static Pattern pattern(String answer) {
        return Pattern.compile(java.util.Arrays.stream(answer.split("…", -1)).map(Pattern::quote)
                .collect(Collectors.joining(".*?")), Pattern.DOTALL);
    }

    private List<String> run(String script) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        assertEquals(0, shell(script, out), () -> read(out));
        return List.of(read(out).split(END_OF_STEP));
    }

    private int shell(String script, Path out) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-e", "-c", script).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(out.toFile()).start().waitFor();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
