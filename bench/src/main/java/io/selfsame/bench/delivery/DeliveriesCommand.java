package io.selfsame.bench.delivery;

import io.selfsame.bench.http.JsonApi;
import io.selfsame.bench.http.ServerAddress;
import io.selfsame.bench.http.SpaceAccess;
import io.selfsame.bench.http.SpaceCreation;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a webhook: how many messages a second, how soon after an event, and what is left after an outage. */
@Command(name = "deliveries", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Measures the deliveries of a webhook, whose receiver is the driver itself.",
        "The server needs SELFSAME_DESTINATION_ALLOW=127.0.0.0/8.",
        "- sync: everybody has a value before there is a destination; it is paused in the middle, and resumed",
        "- throughput: as many messages as there are people wait; then the destination is resumed",
        "- latency: from an event to the message that it causes, at a steady rate",
        "- outage: the receiver is away while values change; then all must arrive, in order, once, the latest last.",
        "  Kill the server and start it again meanwhile if you like.", ""})
public final class DeliveriesCommand implements Callable<Integer> {
    private static final List<String> PHASES = List.of("sync", "throughput", "latency", "outage");

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "The server. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--token", defaultValue = "${env:SELFSAME_ADMIN_TOKEN:-}", description = "Management token. Default: the environment variable SELFSAME_ADMIN_TOKEN")
    private String token = "";

    @Option(names = "--only", split = ",", description = "Some of sync,throughput,latency,outage. Default: all")
    private List<String> only = List.of();

    @Option(names = "--pid", split = ",", description = "Process of the server, to report its memory during 'sync'")
    List<Long> pids = List.of();

    @Option(names = "--people", defaultValue = "20000", description = "Default: ${DEFAULT-VALUE}")
    int people;

    @Option(names = "--rate", defaultValue = "1000", description = "Events a second for 'latency' and 'outage'. Default: ${DEFAULT-VALUE}")
    int rate;

    @Option(names = "--seconds", defaultValue = "30", description = "How long to send events for 'latency'. Default: ${DEFAULT-VALUE}")
    int seconds;

    @Option(names = "--outage-seconds", defaultValue = "60", description = "How long the receiver is away. Default: ${DEFAULT-VALUE}")
    int outageSeconds;

    @Option(names = "--patience", defaultValue = "900", description = "Seconds to wait for the last message. Default: ${DEFAULT-VALUE}")
    int patience;

    @Override
    public Integer call() throws Exception {
        only.forEach(name -> {
            if (!PHASES.contains(name)) {
                throw new IllegalArgumentException("--only takes " + String.join(", ", PHASES));
            }
        });
        if (token.isEmpty() || people < DeliveriesRun.BATCH || rate < 1 || seconds < 1 || outageSeconds < 0) {
            throw new IllegalArgumentException(
                    "--token is needed; rate and seconds must be positive, people at least 200");
        }
        ServerAddress server = ServerAddress.of(url);
        try (Receiver receiver = new Receiver(DeliveriesRun.TRAIT);
                JsonApi management = JsonApi.management(server, token)) {
            SpaceAccess space = SpaceCreation.create(server, token);
            try (JsonApi tracking = JsonApi.tracking(server, space);
                    JsonApi profiles = JsonApi.profiles(server, space)) {
                return new DeliveriesRun(this, receiver, management, tracking, profiles, space.id()).all() ? 0 : 1;
            }
        }
    }

    boolean runs(String phase) {
        return only.isEmpty() || only.contains(phase);
    }
}
