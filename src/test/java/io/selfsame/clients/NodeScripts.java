package io.selfsame.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Requires;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the scripts of src/test/clients with the machine's Node, in target/clients, where their packages are installed
 * once for a lock file. A test whose tool is missing is skipped with a line that says what to install.
 */
public final class NodeScripts {

    public static final Path FOLDER = Path.of("target", "clients");
    private static final Path SOURCES = Path.of("src", "test", "clients");
    private static final Path NODE = Path.of("target", "node24");
    private static final long PATIENCE_SECONDS = 180;

    private NodeScripts() {}

    /** Skips the calling test unless Node and npm are there. */
    public static void requireNode() {
        skipUnless(find("node").isPresent() && find("npm").isPresent(),
                "needs Node 20 or later with npm: apt-get install nodejs npm, or https://nodejs.org");
    }

    /** Skips the calling test unless Node and Chromium are there. */
    public static void requireChromium() {
        requireNode();
        skipUnless(chromium().isPresent(),
                "needs Chromium: apt-get install chromium, or set CHROMIUM to the program's path");
    }

    /** Runs a script to its end; fails the test, with all that was printed, unless it exits with 0. */
    public static String run(String script, String... args) {
        install();
        List<String> command = new ArrayList<>(List.of(find("node").orElseThrow().toString(), script));
        command.addAll(List.of(args));
        return exec(command, script, FOLDER);
    }

    private static void install() {
        install(SOURCES, FOLDER);
    }

    /** Copies the files of a folder to another, and installs their packages there, once for a lock file. */
    public static synchronized void install(Path sources, Path folder) {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(sources)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Path installed = folder.resolve("installed-lock.json");
            Path lock = folder.resolve("package-lock.json");
            if (Files.exists(installed) && Files.mismatch(installed, lock) == -1) {
                return;
            }
            exec(List.of(find("npm").orElseThrow().toString(), "ci", "--prefer-offline", "--ignore-scripts",
                    "--no-audit", "--no-fund", "--loglevel=error"), "npm ci", folder);
            Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Node 24, which the catalogue needs: the machine's, or one that comes as a package. */
    public static Path node24() {
        return find("node").filter(node -> major(node) >= 24).orElseGet(() -> {
            install(Path.of("src", "test", "node"), NODE);
            try (Stream<Path> packages = Files.list(NODE.resolve("node_modules"))) {
                return packages.map(each -> each.resolve("bin").resolve("node")).filter(Files::isExecutable).findFirst()
                        .map(Path::toAbsolutePath)
                        .orElseThrow(() -> new IllegalStateException("needs Node 24.14 or later: https://nodejs.org"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static int major(Path node) {
        String version = exec(List.of(node.toString(), "--version"), "node --version", Path.of("target")).strip();
        return Integer.parseInt(version.replaceFirst("v([0-9]+).*", "$1"));
    }

    private static String exec(List<String> command, String name, Path folder) {
        try {
            Path output = Files.createTempFile(folder, "run-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            chromium().ifPresent(path -> builder.environment().put("CHROMIUM", path.toString()));
            Process process = builder.start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            String printed = Files.readString(output);
            Files.delete(output);
            assertTrue(ended, () -> name + " did not end in " + PATIENCE_SECONDS + " s:\n" + printed);
            assertEquals(0, process.exitValue(), () -> name + " failed:\n" + printed);
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Path> chromium() {
        return Optional.ofNullable(System.getenv("CHROMIUM")).map(Path::of).filter(Files::isExecutable)
                .or(() -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .flatMap(name -> find(name).stream())
                        .findFirst());
    }

    private static Optional<Path> find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program)).filter(Files::isExecutable).findFirst();
    }

    private static void skipUnless(boolean present, String what) {
        if (!present) {
            // The outermost frame of ours is the test method, whatever helper asked.
            String test = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                    .walk(frames -> frames.filter(frame -> frame.getClassName().startsWith("io.selfsame."))
                            .reduce((inner, outer) -> outer)
                            .map(frame -> frame.getDeclaringClass().getSimpleName() + "." + frame.getMethodName())
                            .orElse("a test"));
            System.err.println(test + " skipped: " + what);
        }
        Requires.that(present, what);
    }
}
