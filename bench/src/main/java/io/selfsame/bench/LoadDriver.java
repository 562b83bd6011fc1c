package io.selfsame.bench;

import io.selfsame.bench.compute.ComputeCommand;
import io.selfsame.bench.delivery.DeliveriesCommand;
import io.selfsame.bench.shop.HistoryCommand;
import io.selfsame.bench.shop.TablesCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bench/run <command>}: parses, calls, exits. 0 is a clean run, 1 a run with errors, 2 wrong usage. */
@Command(name = "bench/run", mixinStandardHelpOptions = true, version = LoadDriver.VERSION, description = {
        "Loads a Selfsame server over HTTP and reports rates, latencies and CPU.",
        "Latencies in milliseconds; CPU in cores (1.00 is one core busy all the time).", ""}, subcommands = {
                PrepareCommand.class, LoadCommand.BatchCommand.class, LoadCommand.SingleCommand.class,
                LoadCommand.ReadCommand.class, LoadCommand.MixedCommand.class, LoadCommand.IdleCommand.class,
                OverloadCommand.class, SuiteCommand.class, HistoryCommand.class, TablesCommand.class,
                ComputeCommand.class, DeliveriesCommand.class})
public final class LoadDriver {
    static final String VERSION = "Selfsame load driver 0.1.0";

    private LoadDriver() {}

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** Runs one command line; returns the exit code. */
    public static int execute(String... args) {
        CommandLine line = new CommandLine(new LoadDriver());
        line.getSubcommands().values().forEach(command -> command.getCommandSpec().version(VERSION));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof IOException || e instanceof IllegalArgumentException) {
                command.getErr().println("bench: " + e.getMessage());
                return e instanceof IOException ? 1 : 2;
            }
            throw e;
        });
        return line.execute(args);
    }
}
