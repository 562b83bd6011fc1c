package io.selfsame.cli.imports;

import io.selfsame.cli.CliException;
import io.selfsame.cli.HumanText;
import io.selfsame.cli.NewSpaceClient;
import io.selfsame.cli.ProgressMeter;
import io.selfsame.cli.SecretText;
import io.selfsame.cli.ServiceClient;
import io.selfsame.cli.ServiceOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends files of messages to a running service. */
@Command(name = "import", mixinStandardHelpOptions = true, description = {
        "Send files of Segment messages to a running service.",
        "A file is JSON Lines (one message a line), or CSV with --map, with cells separated by comma, semicolon or tab; "
                + "gzip is recognised. "
                + "Stop it with Ctrl-C and give the same command again: it goes on where the service last said yes, "
                + "without loss and without doubles."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "0:All files are through, and every row is in.",
                        "1:It could not be done; the message says what to do.", "2:An option is wrong.",
                        "3:All files are through, and some rows were rejected: FILE.rejects.jsonl has them."}, footerHeading = "%nThe mapping for CSV is JSON:%n", footer = {
                                "  {\"type\":      {\"column\": \"name\", \"values\": {\"signed_up\": \"identify\"}, \"otherwise\": \"track\"},",
                                "   \"columns\":   {\"userId\": \"user_id\", \"timestamp\": \"time\", \"event\": \"name\",",
                                "                 \"traits.email\": \"mail\", \"traits.plan\": \"plan\", \"properties.total\": \"total\"},",
                                "   \"as\":        {\"properties.total\": \"number\"},",
                                "   \"constants\": {\"properties.source\": \"export\"},",
                                "   \"templates\": {\"messageId\": \"{order_id}-{name}-{#}\"}}",
                                "Left: a path in the message. columns: the column to read; an empty cell leaves the path out.",
                                "templates: columns in braces, {#} is the number of the line. as: number, number,comma (1.299,00), boolean or json.",
                                "type is the same for every row (\"track\"), or chosen by a column. Only rows of type identify "
                                        + "set traits of people."})
public final class ImportCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, or - for standard input.")
    private List<String> files = List.of();

    @Option(names = "--write-key", paramLabel = "KEY", preprocessor = SecretText.class, description = "Write key of the space (default: SELFSAME_WRITE_KEY). "
            + "Without one, --space and --token make a new space.")
    private @Nullable String writeKey;

    @Option(names = "--space", paramLabel = "ID", description = "A space to make first, when there is no write key yet.")
    private @Nullable String space;

    @Option(names = "--map", paramLabel = "MAPPING", description = "The files are CSV; this JSON file says which column goes where.")
    private @Nullable Path map;

    @Option(names = "--encoding", paramLabel = "NAME", defaultValue = "UTF-8", description = "How the files are written (default: ${DEFAULT-VALUE}); "
            + "windows-1252 for what Excel calls CSV.")
    private String encoding = "UTF-8";

    @Option(names = "--batch", paramLabel = "N", defaultValue = "1000", description = "Events a request, 1 to 2500 (default: ${DEFAULT-VALUE}).")
    private int batch = 1000;

    @Option(names = "--from", paramLabel = "LINE", description = "Start at this line, whatever the progress file says.")
    private @Nullable Long from;

    @Option(names = "--work-dir", paramLabel = "DIR", description = "Where FILE.selfsame-import (progress) and FILE.rejects.jsonl go "
            + "(default: beside FILE).")
    private @Nullable Path workDir;

    @Option(names = "--retry-for", paramLabel = "SECONDS", defaultValue = "600", description = "How long to wait for a service that is away (default: ${DEFAULT-VALUE}).")
    private int retryFor = 600;

    @Option(names = "--dry-run", description = "Read everything, store nothing, and say what would become of it. "
            + "With a write key the service checks identifiers, times and limits; without one the files are only read.")
    private boolean dryRun;

    @Option(names = "--guess", description = "Print a mapping made from the header of FILE, to be looked through and given with --map.")
    private boolean guess;

    /** Rows were rejected, or would be. */
    private static final int REJECTED = 3;

    private InputStream stdin = System.in;
    private BatchSender.Pause pause = duration -> Thread.sleep(duration);

    /** For picocli. */
    public ImportCommand() {}

    ImportCommand(InputStream stdin, BatchSender.Pause pause) {
        this.stdin = stdin;
        this.pause = pause;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = service.out(spec);
        writeKey = SecretText.given(writeKey, "SELFSAME_WRITE_KEY");
        try {
            if (batch < 1 || batch > 2500) {
                throw new CliException("--batch must be between 1 and 2500.");
            }
            if (from != null && from < 1) {
                throw new CliException("--from counts lines from 1.");
            }
            Optional<CsvMapping> mapping = Optional.ofNullable(map).map(CsvMapping::read);
            TextEncoding text = TextEncoding.of(encoding);
            List<ImportSource> sources = files.stream().map(ImportSource::of).toList();
            if (guess) {
                return guess(sources, text, out);
            }
            if (mapping.isEmpty()) {
                refuseOtherForms(sources, text);
            }
            mapping.ifPresent(each -> each.warnings().forEach(service.err(spec)::println));
            if (dryRun) {
                long rejected = 0;
                for (ImportSource source : sources) {
                    rejected += DryRun.of(source.name(), items(source, mapping, text, source.sha256()), checker(),
                            batch, out);
                }
                return rejected == 0 ? 0 : REJECTED;
            }
            ServiceClient api = new ServiceClient(service.url());
            String key = key(api, out);
            List<FileOutcome> sent = new ArrayList<>();
            for (ImportSource source : sources) {
                sent.add(send(source, mapping, text, api, key, out));
            }
            for (FileOutcome one : sent) {
                Files.deleteIfExists(one.state());
            }
            return sent.stream().allMatch(one -> one.rejected() == 0) ? 0 : REJECTED;
        } catch (CliException e) {
            service.err(spec).println(e.getMessage());
            return 1;
        } catch (IOException e) {
            service.err(spec).println("A file cannot be read or written: " + e);
            return 1;
        }
    }

    /** Has the service check what a dry run reads, if there is a write key. */
    private Optional<BatchSender> checker() {
        return writeKey == null || writeKey.isBlank()
                ? Optional.empty()
                : Optional.of(BatchSender.checking(new ServiceClient(service.url()), writeKey,
                        Duration.ofSeconds(retryFor), pause));
    }

    private int guess(List<ImportSource> sources, TextEncoding text, PrintWriter out) throws IOException {
        if (sources.size() > 1) {
            throw new CliException("--guess makes a mapping of one file; leave the others out.");
        }
        try (InputStream in = sources.getFirst().open(stdin)) {
            out.println(CsvGuess.of(CsvGuess.firstLine(in, text)
                    .orElseThrow(() -> new CliException("The first line of the file cannot be read as "
                            + text.charset() + "; say how it is written with --encoding."))));
            out.flush();
        }
        return 0;
    }

    /** Each of their rows would be rejected as no message. Standard input is looked at when it is read. */
    private void refuseOtherForms(List<ImportSource> sources, TextEncoding text) throws IOException {
        for (ImportSource source : sources) {
            if (source.file().isEmpty()) {
                continue;
            }
            try (InputStream in = source.open(stdin)) {
                Optional<String> first = CsvGuess.firstLine(in, text);
                if (first.filter(JsonLines::beginsAnotherForm).isPresent()) {
                    throw new CliException(source.name() + " has no message in its first line: it is a JSON array, or "
                            + "JSON over several lines. " + JsonLines.HINT);
                }
                if (first.filter(CsvGuess::looksLikeCsv).isPresent()) {
                    throw new CliException(source.name() + " looks like CSV, and there is no --map. "
                            + "Make a mapping from its header with: selfsame import --guess " + source.file().get()
                            + " > mapping.json; look through it, and give it with --map mapping.json.");
                }
            }
        }
    }

    private String key(ServiceClient api, PrintWriter out) throws InterruptedException {
        if (writeKey != null && !writeKey.isBlank()) {
            return writeKey;
        }
        if (space == null) {
            throw new CliException("Give the write key of a space with --write-key or SELFSAME_WRITE_KEY, "
                    + "or let one be made with --space and --token.");
        }
        NewSpaceClient.CreatedSpace made = NewSpaceClient.create(api, service.token(), space, space);
        out.println("Made the space '" + made.id() + "'. These are shown once:");
        out.println("  write key     " + made.writeKey());
        out.println("  access token  " + made.accessToken());
        out.flush();
        return made.writeKey();
    }

    /**
     * What became of a file.
     *
     * @param state the progress file, which may go when the whole run is through
     */
    private record FileOutcome(Path state, long rejected) {}

    private FileOutcome send(ImportSource source, Optional<CsvMapping> mapping, TextEncoding text, ServiceClient api,
            String key, PrintWriter out) throws IOException, InterruptedException {
        Path directory = workDir != null
                ? workDir
                : source.file().map(f -> f.toAbsolutePath().normalize().getParent()).orElse(Path.of(""));
        Path stateFile = directory.resolve(source.name() + ".selfsame-import");
        Path rejectsFile = directory.resolve(source.name() + ".rejects.jsonl");
        Optional<String> hash = source.sha256();
        ImportState state = start(stateFile, hash,
                // Earlier versions counted rows of CSV where lines are counted now: their progress is of other rows.
                MessageIds.sha256(api.base() + "\n" + key + "\n" + mapping.map(each -> each + "\nlines").orElse("")
                        + (text.isUtf8() ? "" : "\n" + text.charset())),
                out,
                source.name());
        if (state.done()) {
            return new FileOutcome(stateFile, state.tally().rejected());
        }
        Rejects rejects = new Rejects(rejectsFile, state.rejectsBytes());
        BatchSender sender = new BatchSender(api, key, Duration.ofSeconds(retryFor), pause);
        StopNotice notice = new StopNotice(source, state, resumeCommand(key), out);
        try (ImportItems items = items(source, mapping, text, hash);
                ProgressMeter meter = new ProgressMeter(out, source.name(), -1);
                notice) {
            ImportState end = new Importer(sender, rejects, state, batch, notice.commit(), (now, events) -> {
                if (source.file().isPresent()) {
                    now.save(stateFile);
                }
                notice.update(now);
                meter.add(events);
            }).run(items);
            notice.through();
            meter.finish();
            out.printf(Locale.ROOT, "%s: %s, in %.1f s, %,.0f/s%s%n", source.name(), end.tally().text(),
                    meter.seconds(), meter.rate(), sender.retries() == 0 ? "" : ", " + sender.retries() + " retries");
            DryRun.printEmptyRows(items, out);
            end.noted().print(out);
            if (rejects.length() > 0) {
                out.println("  what was rejected, with line numbers: " + rejects.file());
            }
            out.flush();
            return new FileOutcome(stateFile, end.tally().rejected());
        }
    }

    /** The space that a first run has made is there already when the next one starts. */
    private String resumeCommand(String key) {
        return key.equals(writeKey)
                ? "Give the same command again"
                : "Give the same command again, with --write-key " + key + " in place of --space,";
    }

    private ImportState start(Path stateFile, Optional<String> hash, String target, PrintWriter out, String name) {
        ImportState fresh = ImportState.fresh(hash.orElse(""), target);
        if (from != null) {
            return fresh.at(from, 0);
        }
        Optional<ImportState> saved = hash.isEmpty() ? Optional.empty() : ImportState.load(stateFile);
        if (saved.isEmpty()) {
            return fresh;
        }
        if (!saved.get().source().equals(fresh.source()) || !saved.get().target().equals(target)) {
            throw new CliException(stateFile + " belongs to an import that was stopped, of another state of this file "
                    + "or into another space, or with another mapping. Finish that one, or delete the progress file to "
                    + "start from the first line.");
        }
        out.println(name + ": " + (saved.get().done()
                ? "already through (" + saved.get().tally().text() + ")"
                : "going on at line " + HumanText.number(saved.get().nextLine())));
        return saved.get();
    }

    private ImportItems items(ImportSource source, Optional<CsvMapping> mapping, TextEncoding text,
            Optional<String> hash) throws IOException {
        InputStream in = source.open(stdin);
        MessageIds ids = new MessageIds(hash);
        return mapping.isPresent() ? new CsvRows(in, text, mapping.get(), ids) : new JsonLines(in, text, ids);
    }
}
