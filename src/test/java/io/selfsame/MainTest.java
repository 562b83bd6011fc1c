package io.selfsame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "serve", "migrate", "import", "demo", "apply"})
    void everyCommandHasHelpAndVersion(String command) {
        var help = output(0, command, "--help");
        assertTrue(help.contains("Usage: selfsame" + (command.isEmpty() ? "" : " " + command)), help);
        var version = output(0, command, "--version");
        assertTrue(version.startsWith("selfsame ") && version.contains("java "), version);
    }

    @Test
    void aCommandThatIsNoneIsRefused() {
        output(2, "", "swerve");
    }

    private static String output(int exitCode, String command, String argument) {
        var before = System.out;
        var bytes = new ByteArrayOutputStream();
        try (var capture = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            assertEquals(exitCode, command.isEmpty() ? Main.run(argument) : Main.run(command, argument));
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
