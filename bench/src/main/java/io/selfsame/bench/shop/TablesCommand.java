package io.selfsame.bench.shop;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes the history as tables. Needs no server. */
@Command(name = "tables", mixinStandardHelpOptions = true, description = {
        "Writes the history as events.csv and people.csv into the data folder, for bench/postgres/run.",
        "These are the messages that 'history' sends, with the people already resolved."})
public final class TablesCommand implements Callable<Integer> {
    @Mixin
    private final HistoryOptions options = new HistoryOptions();

    @Override
    public Integer call() throws Exception {
        HistoryState state = options.open();
        int people = options.people(state);
        state.write(options.data());
        History history = History.of(state.seed(), state.until(), 0, people);
        ShopTables.write(history, state, people, options.data());
        System.out.printf("%,d events of %,d people up to %s in %s%n", History.events(people), people, state.until(),
                options.data());
        return 0;
    }
}
