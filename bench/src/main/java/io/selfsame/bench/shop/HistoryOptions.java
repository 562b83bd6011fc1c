package io.selfsame.bench.shop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which history, and where its files are. */
final class HistoryOptions {
    @Option(names = "--data", defaultValue = "${env:BENCH_DATA:-bench/data}", description = {
            "Folder for what is kept between commands: the space and its keys, progress, tables, results.",
            "Default: ${DEFAULT-VALUE}"})
    private Path data = Path.of("bench/data");

    @Option(names = "--events", description = {
            "How many events (page and track calls) there are to be in all, a multiple of 2,000; 20 for each person.",
            "Default: what the data folder has, 1000000 if it has nothing"})
    private Optional<Integer> events = Optional.empty();

    @Option(names = "--seed", description = "Another number, another history. Default: what the data folder has, or 1")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--until", description = "End of the 120 days, like 2026-01-31T00:00:00Z. Default: what the data folder has, or now")
    private Optional<Instant> until = Optional.empty();

    Path data() {
        return data;
    }

    /**
     * The history of the data folder, or a new one.
     *
     * @throws IllegalArgumentException
     *             when the folder has another one than asked for
     */
    HistoryState open() throws IOException {
        Optional<HistoryState> kept = HistoryState.read(data);
        if (kept.isEmpty()) {
            return HistoryState.begin(seed.orElse(1L),
                    until.orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        }
        HistoryState state = kept.get();
        if (seed.orElse(state.seed()) != state.seed() || !until.orElse(state.until()).equals(state.until())) {
            throw new IllegalArgumentException(data + " holds the history of --seed " + state.seed() + " --until "
                    + state.until() + "; choose another --data");
        }
        return state;
    }

    /** How many people there are to be. */
    int people(HistoryState state) {
        return events.map(History::people)
                .orElse(state.pending() > 0 ? state.pending() : History.people(1_000_000));
    }
}
