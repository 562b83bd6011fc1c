package io.selfsame.bench.shop;

import io.selfsame.bench.http.ServerAddress;
import io.selfsame.bench.http.SpaceAccess;
import io.selfsame.bench.http.SpaceCreation;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fills a space with the history of a shop. Given again, goes on where it was stopped, or adds what is asked beyond. */
@Command(name = "history", mixinStandardHelpOptions = true, description = {
        "Fills a space with 120 days of a shop: 1,000,000 events of 50,000 people.",
        "Stopped, the same command goes on. With a larger --events it adds other people; those who are there stay as they are."})
public final class HistoryCommand implements Callable<Integer> {
    private static final int MOST_MESSAGES = 700;

    @Mixin
    private final HistoryOptions options = new HistoryOptions();

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "The server. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--token", defaultValue = "${env:SELFSAME_ADMIN_TOKEN:-}", description = {
            "Management token, to create a space bench-<n> the first time.",
            "Default: the environment variable SELFSAME_ADMIN_TOKEN"})
    private String token = "";

    @Option(names = "--connections", defaultValue = "4", description = "Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(names = "--batch", defaultValue = "500", description = "Messages a request, 1 to " + MOST_MESSAGES
            + " (so that a request stays below 500 KB). Default: ${DEFAULT-VALUE}")
    private int batch;

    @Option(names = "--gzip", description = "Pack the requests")
    private boolean gzip;

    @Override
    public Integer call() throws Exception {
        if (connections < 1 || connections > 64 || batch < 1 || batch > MOST_MESSAGES) {
            throw new IllegalArgumentException(
                    "--connections must be from 1 to 64, --batch from 1 to " + MOST_MESSAGES);
        }
        ServerAddress target = ServerAddress.of(url);
        HistoryState state = options.open();
        int people = options.people(state);
        if (state.pending() > state.complete()) {
            state = fill(target, state); // the part that was stopped, whatever comes after it
        }
        if (people > state.complete()) {
            state = fill(target, state.towards(people));
        }
        System.out.printf("space %s has the history of %,d people: %,d events up to %s%n",
                state.space().map(SpaceAccess::id).orElse(""), state.complete(), History.events(state.complete()),
                state.until());
        return 0;
    }

    private HistoryState fill(ServerAddress target, HistoryState from) throws IOException, InterruptedException {
        HistoryState state = from.space().isPresent() ? from : from.in(create(target));
        state.write(options.data());
        History history = History.of(state.seed(), state.until(), state.complete(), state.pending());
        System.err.printf("space %s: people %,d to %,d, %,d messages, %,d of them sent before%n",
                state.space().map(SpaceAccess::id).orElse(""), state.complete(), state.pending() - 1, history.size(),
                state.sent());
        new HistorySender(target, options.data(), connections, batch, gzip).send(history, state);
        HistoryState done = state.completed();
        done.write(options.data());
        return done;
    }

    private SpaceAccess create(ServerAddress target) throws IOException {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("--token or SELFSAME_ADMIN_TOKEN is needed to create the space");
        }
        return SpaceCreation.create(target, token);
    }
}
