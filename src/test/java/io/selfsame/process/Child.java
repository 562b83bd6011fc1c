package io.selfsame.process;

import io.selfsame.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A Java process of its own and all that it prints, standard error too. Closing kills it. */
public final class Child implements AutoCloseable {

    static final Duration PATIENCE = Await.PATIENCE;

    /** For a child that lives for seconds: quick to start is worth more than quick in the long run. */
    private static final List<String> SHORT_LIVED = List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private Child(Process process) {
        this.process = process;
        reader = Thread.ofVirtual().start(this::read);
    }

    /** Runs the program with one command; the settings of this process are not handed on. */
    static Child selfsame(Map<String, String> settings, String... command) {
        return java("io.selfsame.Main", settings, command);
    }

    /** As {@link #selfsame}, with a heap of its own size, such as {@code 700m}. */
    static Child selfsameWith(String heap, Map<String, String> settings, String... command) {
        var jvm = new ArrayList<>(SHORT_LIVED);
        jvm.set(0, "-Xmx" + heap);
        return selfsame(jvm, settings, command);
    }

    /** As {@link #selfsame}, by a JVM with these options in place of those for a short life. */
    static Child selfsame(List<String> jvm, Map<String, String> settings, String... command) {
        return start(javaCommand(jvm, "io.selfsame.Main", command), settings);
    }

    static Child java(String mainClass, Map<String, String> settings, String... arguments) {
        return start(javaCommand(SHORT_LIVED, mainClass, arguments), settings);
    }

    /** As {@link #selfsame}, started by a shell that waits for it and passes no signal on; the child is the shell. */
    static Child selfsameBelowAShell(Map<String, String> settings, String... command) {
        var shell = new ArrayList<>(List.of("/bin/sh", "-c", "\"$0\" \"$@\" & wait"));
        shell.addAll(javaCommand(SHORT_LIVED, "io.selfsame.Main", command));
        return start(shell, settings);
    }

    /** With the flags of this process, but for those that are how it lives itself. */
    private static List<String> javaCommand(List<String> jvm, String mainClass, String... arguments) {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent") && !argument.startsWith("-Xmx")
                        && !SHORT_LIVED.contains(argument))
                .forEach(java::add);
        List<String> command = new ArrayList<>(java);
        command.addAll(jvm);
        java.addAll(SHORT_LIVED);
        command.addAll(SharedClasses.options(java));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a program of ours; it finds Java by itself. */
    static Child program(Path program, Map<String, String> settings, String... arguments) {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return start(command, settings);
    }

    public static Child start(List<String> command, Map<String, String> settings) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("SELFSAME_"));
        builder.environment().putAll(settings);
        try {
            return new Child(builder.start());
        } catch (IOException e) {
            throw new AssertionError("no child process", e);
        }
    }

    /**
     * A port that was free a moment ago, and is none of those that systems give to whoever connects: nobody else takes it while
     * what listens there is started again.
     */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Another, then.
            }
        }
    }

    /** Waits for something that comes about by itself; {@code what} is for the failure. */
    static void await(String what, BooleanSupplier condition) {
        Await.until(what, condition);
    }

    /** Waits until it prints a line that holds {@code part}, and gives that line. */
    public String awaitLine(String part) {
        return awaitLine(part, PATIENCE);
    }

    public String awaitLine(String part, Duration patience) {
        try {
            Await.until("'" + part + "'", patience, () -> hasPrinted(part) || !process.isAlive());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + " in:\n" + output(), e);
        }
        if (!process.isAlive()) {
            joinReader();
        }
        return lines.stream().filter(line -> line.contains(part)).findFirst()
                .orElseThrow(() -> new AssertionError("ended without '" + part + "':\n" + output()));
    }

    public boolean hasPrinted(String part) {
        return lines.stream().anyMatch(line -> line.contains(part));
    }

    /** The line after the one that holds {@code part}. */
    String lineAfter(String part) {
        var line = awaitLine(part);
        return lines.get(lines.indexOf(line) + 1).strip();
    }

    public String output() {
        return String.join("\n", lines);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGTERM, as a service manager sends it. */
    public void terminate() {
        // Not destroy() of the process, which closes what it still prints.
        process.toHandle().destroy();
    }

    /** SIGSTOP: it stays, and does nothing. */
    void suspend() {
        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("not suspended", e);
        }
    }

    /** SIGKILL: no chance to clean up. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Waits for its end. */
    public int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still runs after " + PATIENCE.toSeconds() + " s:\n" + output());
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        joinReader();
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
    }

    private void joinReader() {
        try {
            reader.join();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private void read() {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException killed) {
            // What it printed until then stands.
        }
    }
}
