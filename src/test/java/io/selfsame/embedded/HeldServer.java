package io.selfsame.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of its own that holds an embedded Neo4j until it is killed; it prints its Bolt port. */
final class HeldServer {
    private static final String PORT = "bolt port ";

    private HeldServer() {}

    public static void main(String[] args) throws InterruptedException {
        var neo4j = EmbeddedNeo4j.start(Path.of(args[0]), 0, 0);
        System.out.println(PORT + neo4j.address().uri().getPort());
        Thread.currentThread().join();
    }

    static Process launch(Path data) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent")).toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HeldServer.class.getName(),
                data.toString()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Waits until the child listens; fails when it ends before. */
    static int boltPort(Process child) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(PORT)) {
                return Integer.parseInt(line.substring(PORT.length()));
            }
        }
        throw new IOException("The child ended without a port.");
    }
}
