package io.selfsame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.server.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "serve", "migrate", "doctor", "browse", "import", "demo", "apply"})
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

    /** What is documented and what there is are the same names. */
    @Test
    void everySettingStandsInTheHelpAndInTheDocument() throws IOException {
        String known = assertThrows(Settings.Wrong.class, () -> Settings.from(Map.of("SELFSAME_X", "")))
                .getMessage();
        Set<String> settings = names(known.substring(known.indexOf(':')));
        // Of the command that sends events.
        settings.remove("SELFSAME_WRITE_KEY");
        assertEquals(settings, names(output(0, "serve", "--help")));
        assertEquals(settings, names(Files.readString(Path.of("src/docs/operating.md"))));
    }

    private static Set<String> names(String text) {
        return Pattern.compile("SELFSAME_[A-Z0-9_]+").matcher(text).results().map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
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
