package io.selfsame;

import io.selfsame.local.StartupException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Makes the class data archive of a distribution: a service starts on an empty store of its own, and as it ends Java writes down the
 * classes that it has loaded. {@code bin/selfsame} starts from it if it is there.
 */
@Command(name = "archive", mixinStandardHelpOptions = true, description = {
        "Makes an archive of loaded classes beside bin/, so that the service starts faster.",
        "Takes about a minute and 200 MB. Needs no settings and touches no data. Make it again after a change of Java or of JAVA_OPTS:"
                + " an archive that does not fit is ignored."})
final class ArchiveCommand implements Callable<Integer> {

    /** Where the archive is to be; {@code bin/selfsame} sets it. */
    private static final String PLACE = "selfsame.archive";

    private static final String READY = "Selfsame is ready";

    /** For each of the start and the end. */
    private static final long PATIENCE_SECONDS = 300;

    @Override
    public Integer call() {
        String place = System.getProperty(PLACE);
        if (place == null) {
            throw new StartupException(
                    "Only bin/selfsame of a distribution can make an archive: run bin/selfsame archive");
        }
        Path archive = Path.of(place);
        try {
            Path data = Files.createTempDirectory("selfsame-archive");
            try {
                // Beside it, so that it can be moved there at once; whoever may not write there learns so at the start.
                Path made = Files.createTempFile(archive.toAbsolutePath().getParent(), "classes", ".tmp");
                try {
                    Files.delete(made);
                    make(data, made);
                    made.toFile().setReadable(true, false);
                    Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } finally {
                    Files.deleteIfExists(made);
                }
            } finally {
                delete(data);
            }
            System.out.println("Made " + archive + ", " + Files.size(archive) / 1_000_000 + " MB.");
            return 0;
        } catch (IOException e) {
            throw new StartupException("No archive was made: " + e, e);
        }
    }

    private static void make(Path data, Path made) throws IOException {
        Process service = start(data, made);
        try {
            // Ends the reading too if nothing is printed any more.
            Thread.ofVirtual().start(() -> endLate(service));
            System.out.println("A service starts on an empty store...");
            awaitReady(service);
            System.out.println("It ends, and Java writes down the classes that it has loaded...");
            service.destroy();
            if (!service.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || !Files.exists(made)) {
                throw new StartupException("No archive was made: Java has written none as the service ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("No archive was made: interrupted", e);
        } finally {
            // Its folder is deleted next.
            service.destroyForcibly().onExit().join();
        }
    }

    private static void endLate(Process service) {
        try {
            if (!service.waitFor(2 * PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                service.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** With the options of this process: an archive fits only where they are the same. */
    private static Process start(Path data, Path made) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-D" + PLACE)).forEach(command::add);
        command.add("-XX:ArchiveClassesAtExit=" + made);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "serve",
                "--with-parent"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SELFSAME_"));
        for (String port : List.of("SELFSAME_HTTP_PORT", "SELFSAME_EMBEDDED_BOLT_PORT",
                "SELFSAME_EMBEDDED_HTTP_PORT")) {
            builder.environment().put(port, "0");
        }
        builder.environment().put("SELFSAME_DATA", data.toString());
        return builder.start();
    }

    private static void awaitReady(Process service) throws IOException {
        var output = new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8));
        var lines = new ArrayList<String>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains(READY)) {
                Thread.ofVirtual().start(() -> drain(output));
                return;
            }
            lines.add(line);
        }
        throw new StartupException(
                "No archive was made: the service did not start; it said:\n" + String.join("\n", lines));
    }

    /** What nobody reads would keep it from ending. */
    private static void drain(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // It is of no interest.
            }
        } catch (IOException ended) {
            // So is this.
        }
    }

    /** What stays says no more than where it is: why no archive was made is what matters. */
    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Delete " + folder + ": it could not be deleted (" + e + ")");
        }
    }
}
