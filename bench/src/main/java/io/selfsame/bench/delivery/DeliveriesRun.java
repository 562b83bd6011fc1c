package io.selfsame.bench.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.bench.http.JsonApi;
import io.selfsame.bench.load.ServerProcess;
import io.selfsame.bench.report.Measured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One run. */
final class DeliveriesRun {
    static final String TRAIT = "orders";
    static final int BATCH = 200;
    private static final int PAUSE_SECONDS = 5;
    private static final long POLL_MILLIS = 100;

    private final DeliveriesCommand options;
    private int people;
    private final Receiver receiver;
    private final JsonApi management;
    private final JsonApi tracking;
    private final JsonApi profiles;
    private final String space;
    private final List<Measured> measured = new ArrayList<>();
    private final Map<Integer, Integer> orders = new HashMap<>();
    private int sent;

    DeliveriesRun(DeliveriesCommand options, Receiver receiver, JsonApi management, JsonApi tracking, JsonApi profiles,
            String space) {
        this.options = options;
        this.people = options.people;
        this.receiver = receiver;
        this.management = management;
        this.tracking = tracking;
        this.profiles = profiles;
        this.space = space;
    }

    boolean all() throws IOException, InterruptedException {
        ObjectNode trait = JsonApi.object().put("name", TRAIT);
        trait.putObject("definition").put("query", "event('Order Completed').count()");
        management.post("/v1/spaces/" + space + "/computed-traits", trait).orFail();
        if (options.runs("sync")) {
            order(0, people);
            awaitComputed();
        }
        ObjectNode hook = JsonApi.object().put("name", "bench").put("kind", "webhook");
        hook.putObject("settings").put("url", receiver.url());
        String destination = "/v1/spaces/" + space + "/destinations/" + management.post("/v1/spaces/" + space
                + "/destinations", hook).inside().path("id").asText();
        if (options.runs("sync")) {
            sync(destination);
        }
        if (options.runs("throughput")) {
            throughput(destination);
        }
        if (options.runs("latency")) {
            latency();
        }
        boolean right = !options.runs("outage") || outage();
        System.out.println(Measured.columns(measured));
        System.out.println(Measured.markdown(measured));
        return right;
    }

    /** Until the last person has their value. */
    private void awaitComputed() throws IOException, InterruptedException {
        await("everybody's value", () -> {
            try {
                return value(person(people - 1)).asLong() == 1;
            } catch (IOException e) {
                return false;
            }
        });
    }

    private JsonNode value(String user) throws IOException {
        return profiles.get("/v1/spaces/" + space + "/collections/users/profiles/user_id:" + user
                + "/traits?include=" + TRAIT).body().path("traits").path(TRAIT);
    }

    /** The first sync, which began when the destination was made. */
    private void sync(String destination) throws IOException, InterruptedException {
        var process = new ServerProcess(List.copyOf(options.pids));
        List<Double> resident = new ArrayList<>();
        long start = System.nanoTime();
        await("half of the messages", () -> came(people / 2, process, resident));
        management.post(destination + "/pause", JsonApi.object()).orFail();
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        int paused = receiver.messages();
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        measured.add(Measured.one("messages during a pause", "messages", receiver.messages() - paused));
        management.post(destination + "/resume", JsonApi.object()).orFail();
        await("all messages", () -> came(people, process, resident));
        measured.add(Measured.one(String.format("first sync of %,d people, with a pause of %d s", people,
                2 * PAUSE_SECONDS), "s", seconds(start)));
        measured.add(Measured.one("messages that came twice by message ID", "messages",
                (double) receiver.doubled()));
        if (!options.pids.isEmpty()) {
            measured.add(Measured.of("resident memory meanwhile", "MiB", resident));
        }
    }

    private boolean came(int messages, ServerProcess process, List<Double> resident) {
        resident.add((double) process.residentMebibytes());
        return receiver.messages() >= messages;
    }

    /**
     * Once to warm up, without a pause: a definition that becomes live tells everybody by a sync, which notes nothing while
     * its destination is paused. Then the same is measured twice.
     */
    private void throughput(String destination) throws IOException, InterruptedException {
        int warm = receiver.messages();
        order(0, people);
        await("all messages", () -> receiver.messages() >= warm + people);
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            management.post(destination + "/pause", JsonApi.object()).orFail();
            int before = receiver.messages();
            order(0, people);
            // What was in memory when it was paused was sent.
            await("changes to wait", () -> pending(destination) >= people - (receiver.messages() - before));
            int left = people - (receiver.messages() - before);
            long start = System.nanoTime();
            management.post(destination + "/resume", JsonApi.object()).orFail();
            await("all messages", () -> receiver.messages() >= before + people);
            rates.add(left / seconds(start));
        }
        measured.add(Measured.of("messages to a webhook", "1/s", rates).atLeast(1_500));
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
        int batches = Math.max(1, options.seconds * options.rate / BATCH);
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
                Measured.millis(String.format("event to webhook, at %,d events/s", options.rate), millis)
                        .p99Below(12_000));
    }

    private void pace(long start, int batch) throws InterruptedException {
        long due = start + TimeUnit.SECONDS.toNanos(1) * batch * BATCH / options.rate;
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
    }

    private boolean outage() throws IOException, InterruptedException {
        if (options.outageSeconds == 0) {
            return true;
        }
        receiver.away(true);
        int batches = Math.max(1, options.outageSeconds * options.rate / BATCH);
        long start = System.nanoTime();
        for (int i = 0; i < batches; i++) {
            pace(start, i);
            int first = (int) ((long) i * BATCH % (people - BATCH + 1));
            order(first, BATCH);
        }
        receiver.away(false);
        long back = System.nanoTime();
        await("the latest value of everybody", () -> {
            Map<String, Long> values = receiver.values();
            for (int i = 0; i < people; i++) {
                if (values.getOrDefault(person(i), 0L) != orders(i)) {
                    return false;
                }
            }
            return true;
        });
        measured.add(Measured.one("from the receiver's return to the last value", "s", seconds(back)));
        measured.add(
                Measured.one("messages that came twice by message ID", "messages", (double) receiver.doubled()));
        measured.add(Measured.one("values that came after a later one", "messages", (double) receiver.backwards()));
        return receiver.backwards() == 0;
    }

    private int orders(int person) {
        return orders.getOrDefault(person, 0);
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
                orders.merge(first + i, 1, Integer::sum);
            }
            send(body);
        }
    }

    /** A server that is busy, or killed and started again, is asked again: the message IDs are the same. */
    private void send(ObjectNode body) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.patience);
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
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.patience);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("not within " + options.patience + " s: " + what + "; " + receiver.messages()
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
