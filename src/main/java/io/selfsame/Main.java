package io.selfsame;

import io.selfsame.cli.apply.ApplyCommand;
import io.selfsame.cli.demo.DemoCommand;
import io.selfsame.cli.imports.ImportCommand;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.UnusableNeo4j;
import io.selfsame.local.StartupException;
import io.selfsame.server.Server;
import io.selfsame.server.Settings;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program: parses, calls, exits. Whatever a person can mend ends in a sentence and exit code 1. */
@Command(name = "selfsame", mixinStandardHelpOptions = true, versionProvider = Main.Version.class, description = "A self-hosted identity graph: events in, people resolved, profiles out.", subcommands = {
        ServeCommand.class, MigrateCommand.class, DoctorCommand.class, BrowseCommand.class, ArchiveCommand.class,
        ImportCommand.class, DemoCommand.class, ApplyCommand.class, CommandLine.HelpCommand.class})
public final class Main {

    private Main() {}

    /** Runs one command. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        var line = new CommandLine(new Main());
        line.getSubcommands().values().forEach(sub -> sub.getCommandSpec().versionProvider(new Version()));
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            Optional<String> sentence = sentence(e);
            sentence.ifPresent(command.getErr()::println);
            if (sentence.isEmpty()) {
                command.getErr().println("Selfsame failed: " + e + "; the log above may say more");
                LoggerFactory.getLogger(Main.class).error("Unexpected", e);
            }
            return 1;
        });
        return line.execute(args);
    }

    /** What went wrong, if it is something that the person who started us can mend. */
    private static Optional<String> sentence(Exception e) {
        return switch (e) {
            case StartupException known -> Optional.ofNullable(known.getMessage());
            case GraphUnavailable known -> Optional.ofNullable(known.getMessage());
            case UnusableNeo4j known -> Optional.ofNullable(known.getMessage());
            case Server.PortTaken known -> Optional.ofNullable(known.getMessage());
            case Settings.Wrong known -> Optional.ofNullable(known.getMessage());
            default -> Optional.empty();
        };
    }

    /** The version that the build has written into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[]{"selfsame " + (version == null ? "(built from source)" : version), "java "
                    + Runtime.version()};
        }
    }
}
