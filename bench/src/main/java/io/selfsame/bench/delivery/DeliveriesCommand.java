package io.selfsame.bench.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.bench.http.JsonApi;
import io.selfsame.bench.http.ServerAddress;
import io.selfsame.bench.http.SpaceAccess;
import io.selfsame.bench.http.SpaceCreation;
import io.selfsame.bench.report.Measured;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a webhook: how many messages a second, how soon after an event, and what is left after an outage. */
@Command(name = "deliveries", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Measures the deliveries of a webhook, whose receiver is the driver itself.",
        "The server needs SELFSAME_DESTINATION_ALLOW=127.0.0.0/8.",
        "- throughput: as many messages as there are people wait; then the destination is resumed",
        "- latency: from an event to the message that it causes, at a steady rate",
        "- outage: the receiver is away while values change; then all must arrive, in order, once, the latest last.",
        "  Kill the server and start it again meanwhile if you like.", ""})
public final class DeliveriesCommand implements Callable<Integer> {
    private static final String TRAIT = "orders";
    private static final int BATCH = 200;
    private static final long POLL_MILLIS = 100;

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", description = "The server. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--token", defaultValue = "${env:SELFSAME_ADMIN_TOKEN:-}", description = "Management token. Default: the environment variable SELFSAME_ADMIN_TOKEN")
    private String token = "";

    @Option(names = "--people", defaultValue = "20000", description = "Default: ${DEFAULT-VALUE}")
    private int people;

    @Option(names = "--rate", defaultValue = "1000", description = "Events a second for 'latency' and 'outage'. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(names = "--seconds", defaultValue = "30", description = "How long to send events for 'latency'. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--outage-seconds", defaultValue = "60", description = "How long the receiver is away. Default: ${DEFAULT-VALUE}")
    private int outageSeconds;

    @Option(names = "--patience", defaultValue = "900", description = "Seconds to wait for the last message. Default: ${DEFAULT-VALUE}")
    private int patience;

    @Override
    public Integer call() throws Exception {
        if (token.isEmpty() || people < BATCH || rate < 1 || seconds < 1 || outageSeconds < 0) {
            throw new IllegalArgumentException(
                    "--token is needed; rate and seconds must be positive, people at least 200");
        }
        ServerAddress server = ServerAddress.of(url);
        try (Receiver receiver = new Receiver(TRAIT); JsonApi management = JsonApi.management(server, token)) {
            SpaceAccess space = SpaceCreation.create(server, token);
            try (JsonApi tracking = JsonApi.tracking(server, space)) {
                return new Run(receiver, management, tracking, space.id()).all() ? 0 : 1;
            }
        }
    }

    /** One run. */
    private final class Run {
        private final Receiver receiver;
        private final JsonApi management;
        private final JsonApi tracking;
        private final String space;
        private final List<Measured> measured = new ArrayList<>();
        private int sent;

        Run(Receiver receiver, JsonApi management, JsonApi tracking, String space) {
            this.receiver = receiver;
            this.management = management;
            this.tracking = tracking;
            this.space = space;
        }

        boolean all() throws IOException, InterruptedException {
            ObjectNode trait = JsonApi.object().put("name", TRAIT);
            trait.putObject("definition").put("query", "event('Order Completed').count()");
            management.post("/v1/spaces/" + space + "/computed-traits", trait).orFail();
            ObjectNode hook = JsonApi.object().put("name", "bench").put("kind", "webhook");
            hook.putObject("settings").put("url", receiver.url());
            String destination = "/v1/spaces/" + space + "/destinations/" + management.post("/v1/spaces/" + space
                    + "/destinations", hook).inside().path("id").asText();
            throughput(destination);
            latency();
            boolean right = outage();
            System.out.println(Measured.columns(measured));
            return right;
        }

        private void throughput(String destination) throws IOException, InterruptedException {
            management.post(destination + "/pause", JsonApi.object()).orFail();
            order(0, people);
            await("changes to wait", () -> pending(destination) >= people);
            long start = System.nanoTime();
            management.post(destination + "/resume", JsonApi.object()).orFail();
            await("all messages", () -> receiver.messages() >= people);
            measured.add(Measured.one("messages to a webhook", "1/s", people / seconds(start)).atLeast(1_500));
        }

        private long pending(String destination) {
            try {
                return management.get(destination + "/overview").inside().path("pending").asLong();
            } catch (IOException e) {
                return 0;
            }
        }

        /** Each batch is its own people, so that the message of each is known by when its batch was sent. */
        private void latency() throws IOException, InterruptedException {
            List<Double> millis = new ArrayList<>();
            int batches = Math.max(1, seconds * rate / BATCH);
            List<Long> starts = new ArrayList<>();
            int first = people;
            int before = receiver.messages();
            long start = System.nanoTime();
            for (int i = 0; i < batches; i++) {
                pace(start, i);
                starts.add(System.nanoTime());
                order(first + i * BATCH, BATCH);
            }
            await("messages", () -> receiver.messages() >= before + batches * BATCH);
            Map<String, Long> seen = receiver.firstSeenOfPeople();
            for (int i = 0; i < batches; i++) {
                for (int k = 0; k < BATCH; k++) {
                    Long came = seen.get(person(first + i * BATCH + k));
                    if (came == null) {
                        throw new IOException("a message was about nobody whose event was sent");
                    }
                    millis.add((came - starts.get(i)) / 1e6);
                }
            }
            people = first + batches * BATCH;
            measured.add(
                    Measured.millis(String.format("event to webhook, at %,d events/s", rate), millis).p99Below(12_000));
        }

        private void pace(long start, int batch) throws InterruptedException {
            long due = start + TimeUnit.SECONDS.toNanos(1) * batch * BATCH / rate;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        }

        private boolean outage() throws IOException, InterruptedException {
            if (outageSeconds == 0) {
                return true;
            }
            receiver.away(true);
            int batches = Math.max(1, outageSeconds * rate / BATCH);
            long start = System.nanoTime();
            int[] orders = new int[people];
            Arrays.fill(orders, 1);
            for (int i = 0; i < batches; i++) {
                pace(start, i);
                int first = (int) ((long) i * BATCH % (people - BATCH + 1));
                order(first, BATCH);
                for (int k = first; k < first + BATCH; k++) {
                    orders[k]++;
                }
            }
            receiver.away(false);
            long back = System.nanoTime();
            await("the latest value of everybody", () -> {
                Map<String, Long> values = receiver.values();
                for (int i = 0; i < people; i++) {
                    if (values.getOrDefault(person(i), 0L) != orders[i]) {
                        return false;
                    }
                }
                return true;
            });
            measured.add(Measured.one("from the receiver's return to the last value", "s", seconds(back)));
            measured.add(Measured.one("messages that came twice by message ID", "messages", (double) receiver.doubled()));
            measured.add(Measured.one("values that came after a later one", "messages", (double) receiver.backwards()));
            return receiver.backwards() == 0;
        }

        /** One order of each of some people. */
        private void order(int first, int count) throws IOException, InterruptedException {
            for (int from = 0; from < count; from += BATCH) {
                ObjectNode body = JsonApi.object();
                ArrayNode batch = body.putArray("batch");
                for (int i = from; i < Math.min(count, from + BATCH); i++) {
                    batch.addObject().put("type", "track").put("event", "Order Completed")
                            .put("messageId", space + "-" + sent++)
                            .put("userId", person(first + i));
                }
                send(body);
            }
        }

        /** A server that is busy, or killed and started again, is asked again: the message IDs are the same. */
        private void send(ObjectNode body) throws IOException, InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
            while (true) {
                try {
                    tracking.post("/v1/batch", body).orFail();
                    return;
                } catch (IOException e) {
                    if (System.nanoTime() - deadline > 0) {
                        throw e;
                    }
                    TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                }
            }
        }

        private void await(String what, BooleanSupplier condition) throws IOException, InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("not within " + patience + " s: " + what + "; " + receiver.messages()
                            + " messages came, " + receiver.refused() + " were refused");
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }

        private static double seconds(long since) {
            return (System.nanoTime() - since) / 1e9;
        }

        private static String person(int number) {
            return "p" + number;
        }
    }
}
