package io.selfsame.cli.demo;

import io.selfsame.cli.CliException;
import io.selfsame.cli.EventTally;
import io.selfsame.cli.HumanText;
import io.selfsame.cli.NewSpaceClient;
import io.selfsame.cli.ProgressMeter;
import io.selfsame.cli.ServiceClient;
import io.selfsame.cli.ServiceOptions;
import io.selfsame.cli.imports.BatchSender;
import io.selfsame.cli.imports.Importer;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fills a new space with the events of a made-up shop. Exit code 0: all are sent; 1: not. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = {"Fill a new space with the events of a shop.",
        "The same --seed, --until and --events give the same events. Then makes two audiences and a computed trait.",
        "Ends with what is worth looking at: a person on three devices, a library's computer, a team's address, the",
        "strangers glued by a tablet, an audience, and the queries for Neo4j Browser."})
public final class DemoCommand implements Callable<Integer> {
    private static final int BATCH = 500;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--space", paramLabel = "ID", defaultValue = "demo", description = "The space to make (default: ${DEFAULT-VALUE}).")
    private String space = "demo";

    @Option(names = "--events", paramLabel = "N", defaultValue = "50000", description = "How many events, 1000 to 1000000 (default: ${DEFAULT-VALUE}).")
    private int events = 50_000;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Another seed, another shop (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--until", paramLabel = "INSTANT", description = "The last moment of the 90 days, such as 2026-01-31T00:00:00Z (default: now).")
    private @Nullable Instant until;

    private BatchSender.Pause pause = duration -> Thread.sleep(duration);

    /** For picocli. */
    public DemoCommand() {}

    DemoCommand(BatchSender.Pause pause) {
        this.pause = pause;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = service.out(spec);
        try {
            if (events < DemoShop.MIN_EVENTS || events > DemoShop.MAX_EVENTS) {
                throw new CliException("--events must be between " + DemoShop.MIN_EVENTS + " and "
                        + DemoShop.MAX_EVENTS + ".");
            }
            Instant end = until != null ? until : Instant.now().truncatedTo(ChronoUnit.SECONDS);
            ServiceClient api = new ServiceClient(service.url());
            NewSpaceClient.CreatedSpace made = NewSpaceClient.create(api, service.token(), space, "Demo shop");
            out.println(
                    "Made the space '" + made.id() + "'. Sending " + HumanText.number(events) + " events of 90 days, "
                            + "until " + end + ", seed " + seed + ".");
            out.flush();
            send(api, made, new DemoShop(seed, end, events), out);
            DemoDefinitions.create(api, service.token(), made.id());
            DemoTour.print(api.base(), made, service.token(), out);
            return 0;
        } catch (CliException e) {
            service.err(spec).println(e.getMessage());
            return 1;
        }
    }

    private void send(ServiceClient api, NewSpaceClient.CreatedSpace made, DemoShop shop, PrintWriter out)
            throws InterruptedException {
        BatchSender sender = new BatchSender(api, made.writeKey(), Duration.ofMinutes(10), pause);
        EventTally tally = new EventTally();
        try (ProgressMeter meter = new ProgressMeter(out, "demo", events)) {
            List<String> batch = new ArrayList<>();
            int bytes = 0;
            Iterator<String> messages = shop.messages().iterator();
            while (messages.hasNext()) {
                String message = messages.next();
                int size = message.getBytes(StandardCharsets.UTF_8).length + 1;
                if (batch.size() == BATCH || bytes + size > Importer.MAX_BATCH_BYTES) {
                    send(sender, batch, tally, meter);
                    bytes = 0;
                }
                batch.add(message);
                bytes += size;
            }
            send(sender, batch, tally, meter);
            meter.finish();
            out.printf(Locale.ROOT, "Sent in %.1f s, %,.0f events/s: %s.%n", meter.seconds(), meter.rate(),
                    tally.text());
            if (tally.rejected() > 0) {
                out.println("The rejected ones are the shop's bots: no ID of theirs is worth keeping.");
            }
            out.flush();
        }
    }

    private static void send(BatchSender sender, List<String> batch, EventTally tally, ProgressMeter meter)
            throws InterruptedException {
        BatchSender.BatchOutcome outcome = sender.send(batch);
        tally.accept(outcome.accepted());
        tally.repeat(outcome.repeated());
        outcome.rejected().forEach(rejection -> tally.reject(rejection.code(), 1));
        meter.add(batch.size());
        batch.clear();
    }
}
