package io.selfsame.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.selfsame.process.Service;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestSpace;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that is killed again and again while it sends, to a receiver that fails in every way, tells it of everything: each
 * change once by its message ID, of each person in order, and of values the latest.
 */
@Slow
class DeliveryStormIT {

    private static final int USERS = 30;
    private static final int ROUNDS = 12;
    private static final int KILLS = 4;
    private static final long PAUSE_MILLIS = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path data;

    private Service start() {
        return Service.embedded(data, Map.of("SELFSAME_DESTINATION_ALLOW", "127.0.0.0/8"));
    }

    /** Each round has everybody order once more, and enter the audience or leave it. */
    private static void write(AtomicReference<TestSpace> space) {
        for (int round = 1; round <= ROUNDS; round++) {
            ArrayNode batch = Http.JSON.createArrayNode();
            for (int user = 0; user < USERS; user++) {
                batch.addObject().put("type", "track").put("event", "Order").put("userId", "u" + user)
                        .put("messageId", "order-" + user + "-" + round);
                batch.addObject().put("type", "identify").put("userId", "u" + user)
                        .put("messageId", "state-" + user + "-" + round).putObject("traits")
                        .put("state", isMember(round) ? "on" : "off");
            }
            send(space, batch.toString());
            pause();
        }
    }

    private static boolean isMember(int round) {
        return round % 2 == 1;
    }

    /** To a service that may be away just now: the message IDs are the same the next time. */
    private static void send(AtomicReference<TestSpace> space, String batch) {
        while (true) {
            try {
                if (space.get().batch(batch).status() == 200) {
                    return;
                }
            } catch (UncheckedIOException | IllegalStateException e) {
                // It was killed, or is about to start.
            }
            pause();
        }
    }

    private static void pause() {
        StormReceiver.pauseFor(PAUSE_MILLIS);
    }

    @Test
    void everythingArrivesInOrderAndOnceByItsMessageId() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        Service service = start();
        try (var receiver = new StormReceiver(seed)) {
            var space = new AtomicReference<>(service.newSpace("shop", Service.ADMIN_TOKEN));
            define(space.get(), "audiences", "on", "trait('state') = 'on'");
            define(space.get(), "computed-traits", "orders", "event('Order').count()");
            String destination = "destinations/" + space.get().manage("POST", "destinations",
                    "{\"name\":\"Storm\",\"kind\":\"webhook\",\"calls\":{\"audience\":[\"track\"]},\"settings\":{\"url\":\""
                            + receiver.url() + "\"}}")
                    .ok().body().at("/data/destination/id").asText();
            var writer = CompletableFuture.runAsync(() -> write(space));
            for (int kill = 0; kill < KILLS; kill++) {
                int before = receiver.count();
                receiver.away(kill % 2 == 1);
                if (kill % 2 == 0) {
                    Await.until("some messages", PATIENCE, () -> receiver.count() > before + USERS / 2);
                }
                StormReceiver.pauseFor(random.nextInt(3_000));
                service.child().kill();
                service = start();
                receiver.away(false);
                space.set(space.get().at(service.url()));
            }
            Await.until("all is written", PATIENCE, writer::isDone);
            writer.join();
            receiver.behave();
            TestSpace now = space.get();
            try {
                Await.until("the latest of everybody", PATIENCE,
                        () -> IntStream.range(0, USERS).allMatch(user -> isLatest(receiver, "u" + user)));
            } catch (AssertionError e) {
                throw new AssertionError("values " + receiver.values("orders") + ", " + overview(now, destination), e);
            }
            for (int user = 0; user < USERS; user++) {
                check(receiver, "u" + user);
            }
            Await.until("nothing waits", PATIENCE, () -> overview(now, destination).path("pending").asInt() == 0);
            assertEquals(0, overview(now, destination).at("/all/failed").asInt());
        } finally {
            service.close();
        }
    }

    private static void define(TestSpace space, String what, String name, String query) {
        space.manage("POST", what,
                "{\"name\":\"" + name + "\",\"definition\":{\"query\":\"" + query + "\"}}").ok();
    }

    private static JsonNode overview(TestSpace space, String destination) {
        return space.manage("GET", destination + "/overview", "").ok().body().at("/data/overview");
    }

    private static boolean isLatest(StormReceiver receiver, String user) {
        List<String> told = receiver.of(user);
        return told.contains("orders=" + ROUNDS)
                && told.stream().filter(each -> each.startsWith("Audience")).reduce("", (first, second) -> second)
                        .equals(isMember(ROUNDS) ? "Audience Entered" : "Audience Exited");
    }

    /** Whatever was cut out between by replacing what waits: values grow, and one enters before one leaves. */
    private static void check(StormReceiver receiver, String user) {
        List<String> told = receiver.of(user);
        List<Integer> values = new ArrayList<>();
        List<String> moves = new ArrayList<>();
        for (String each : told) {
            if (each.startsWith("orders=")) {
                values.add(Integer.valueOf(each.substring("orders=".length())));
            } else {
                moves.add(each);
            }
        }
        assertEquals(values.stream().sorted().distinct().toList(), values, user + " " + told);
        assertEquals(ROUNDS, values.getLast(), user);
        for (int i = 0; i < moves.size(); i++) {
            assertEquals(i % 2 == 0 ? "Audience Entered" : "Audience Exited", moves.get(i), user + " " + told);
        }
        assertTrue(moves.size() % 2 == (isMember(ROUNDS) ? 1 : 0), user + " " + moves);
    }
}
