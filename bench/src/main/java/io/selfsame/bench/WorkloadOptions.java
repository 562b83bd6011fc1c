package io.selfsame.bench;

import io.selfsame.bench.http.ServerAddress;
import io.selfsame.bench.http.SpaceAccess;
import io.selfsame.bench.http.SpaceCreation;
import io.selfsame.bench.load.Load;
import io.selfsame.bench.load.LoadResult;
import io.selfsame.bench.load.ServerProcess;
import io.selfsame.bench.report.JsonReport;
import io.selfsame.bench.report.Machine;
import io.selfsame.bench.report.Report;
import io.selfsame.bench.shop.PopulationCrowd;
import io.selfsame.bench.shop.Preparation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that all workloads share. */
final class WorkloadOptions {
    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "The server. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--token", defaultValue = "${env:SELFSAME_ADMIN_TOKEN:-}", description = {
            "Management token: a space bench-<n> is created and its population written first.",
            "Default: the environment variable SELFSAME_ADMIN_TOKEN"})
    private String token = "";

    @Option(names = "--space", defaultValue = "", description = "A space to use instead, already prepared with the same --people")
    private String space = "";

    @Option(names = "--write-key", defaultValue = "", description = "Write key of --space")
    private String writeKey = "";

    @Option(names = "--access-token", defaultValue = "", description = "Access token of --space")
    private String accessToken = "";

    @Option(names = "--people", defaultValue = "50000", description = "Size of the known population. Default: ${DEFAULT-VALUE}")
    private int people;

    @Option(names = "--seed", defaultValue = "1", description = "Who does what, in which order. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--pid", split = ",", description = {"Process of the server, to report its CPU and memory;",
            "with a Neo4j elsewhere on this machine both, with a comma between"})
    private List<Long> pids = List.of();

    @Option(names = "--progress", description = "Print a line a second")
    private boolean progress;

    @Option(names = "--json", description = "Write the results to this file too")
    private Optional<Path> json = Optional.empty();

    /** A space, the crowd that loads it, and what is needed to do so. */
    record Setup(ServerAddress target, SpaceAccess space, PopulationCrowd crowd, ServerProcess server,
            PrintStream progress) {
        Load load() {
            return new Load(target, space, crowd, server, progress);
        }
    }

    /** Uses the space that was named, or creates and prepares one. */
    Setup setUp() throws IOException, InterruptedException {
        ServerAddress target = ServerAddress.of(url);
        PopulationCrowd crowd = crowd();
        if (!space.isEmpty()) {
            if (writeKey.isEmpty() || accessToken.isEmpty()) {
                throw new IllegalArgumentException("--space needs --write-key and --access-token");
            }
            return setup(target, new SpaceAccess(space, writeKey, accessToken), crowd);
        }
        if (token.isEmpty()) {
            throw new IllegalArgumentException("--token, SELFSAME_ADMIN_TOKEN, or --space with its keys is needed");
        }
        SpaceAccess created = SpaceCreation.create(target, token);
        System.err.printf("space %s, writing %,d people%n", created.id(), crowd.people());
        long start = System.nanoTime();
        Preparation.run(target, created, crowd);
        System.err.printf("written in %.1f s%n", (System.nanoTime() - start) / 1e9);
        return setup(target, created, crowd);
    }

    private PopulationCrowd crowd() {
        if (people < 1 || people > 1 << 24) {
            throw new IllegalArgumentException("--people must be from 1 to 16777216");
        }
        // The clock makes runs differ: 27 bits of tenths of a second come round after five months.
        long run = System.currentTimeMillis() / 100 & 0x7FFFFFF;
        return new PopulationCrowd(people, seed, Math.max(1, run));
    }

    private Setup setup(ServerAddress target, SpaceAccess chosen, PopulationCrowd crowd) {
        return new Setup(target, chosen, crowd, server(),
                progress
                        ? System.err
                        : new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    }

    ServerProcess server() {
        for (long pid : pids) {
            if (ProcessHandle.of(pid).isEmpty()) {
                throw new IllegalArgumentException("there is no process " + pid);
            }
        }
        return new ServerProcess(List.copyOf(pids));
    }

    /** Prints the table and the remarks, and writes the JSON file if one is asked for. */
    void report(List<LoadResult> results) throws IOException {
        System.out.println(Report.columns(results));
        results.forEach(result -> System.out.print(Report.remarks(result)));
        if (json.isPresent()) {
            Files.writeString(json.get(), JsonReport.loads(Machine.here(server()), results));
        }
    }
}
