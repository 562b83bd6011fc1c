package io.selfsame.destination.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.compute.refresh.Workbench;
import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.config.DestinationStore;
import io.selfsame.destination.secret.EncryptionKey;
import io.selfsame.destination.secret.SecretBox;
import io.selfsame.lease.LeaseLost;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A destination of files, whose exports a test runs itself, here. The job of the service has no folder, and does nothing. */
final class Export {

    private static final DestinationStore DESTINATIONS = new DestinationStore(Workbench.GRAPH,
            SecretBox.of(EncryptionKey.parse(TestServer.SECRET_KEY)));

    private final Workbench workbench;
    private final Path root;
    private final ExportStore store = new ExportStore(Workbench.GRAPH);
    final String id;

    /** Bytes that the files of the space may have; 0: any number. */
    long most;

    Export(Workbench workbench, Path root, String settings) {
        this.workbench = workbench;
        this.root = root;
        workbench.space.manage("PUT", "jobs/files", "{\"paused\":true}").ok();
        Reply made = workbench.space.manage("POST", "destinations",
                "{\"name\":\"Warehouse\",\"kind\":\"files\",\"settings\":{\"folder\":\"warehouse\"" + settings + "}}");
        assertEquals(201, made.status(), made.toString());
        this.id = made.body().at("/data/destination/id").asText();
    }

    Destination destination() {
        return DESTINATIONS.get(workbench.id, id).orElseThrow();
    }

    /** One pass. */
    void run() throws IOException {
        run(() -> true, Duration.ofMinutes(5));
    }

    /** As much of a pass as comes before {@code goOn} says no: what is left then is what a kill leaves. */
    void run(BooleanSupplier goOn, Duration longest) throws IOException {
        String token = UUID.randomUUID().toString();
        if (!store.claim(workbench.id, id, token)) {
            throw new AssertionError("somebody else has the claim");
        }
        Destination destination = destination();
        long began = System.nanoTime();
        try {
            new ExportRuns(Workbench.GRAPH, store, Workbench.RULES, root, destination,
                    (DestinationSettings.Files) destination.settings(), token, goOn, most, 0)
                    .run(() -> System.nanoTime() - began < longest.toNanos());
        } finally {
            store.release(destination, token);
        }
    }

    /** A pass that is killed at the n-th time that it asks whether to go on; whether it was. */
    boolean killedAt(int n) throws IOException {
        int[] left = {n};
        try {
            run(() -> left[0]-- > 0, Duration.ofMinutes(5));
            return false;
        } catch (LeaseLost e) {
            return true;
        }
    }

    boolean isDue() {
        return store.due(workbench.id).stream().anyMatch(due -> due.id().equals(id));
    }

    /** The folder of the newest full export. */
    Path full() throws IOException {
        Path folder = root.resolve(workbench.space.id()).resolve("warehouse");
        return folder.resolve(Files.readString(folder.resolve("LATEST")).strip());
    }

    /** All files, relative to the folder of the destination, in order. */
    List<String> files() throws IOException {
        Path folder = root.resolve(workbench.space.id()).resolve("warehouse");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
        }
    }
}
