package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.testing.Agreement;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that send single events and batches by turns, and send again what was not acknowledged, as the same messages.
 * Each runs until {@link #finish()}, and then until its last message is acknowledged. Thread safe.
 */
final class Load {

    private static final int BATCH = 20;

    private final List<Thread> clients = new ArrayList<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final List<String> surprises = new CopyOnWriteArrayList<>();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicBoolean finishing = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** Takes the messages as stored before and acknowledged. */
    Load(String... before) {
        acknowledged.addAll(List.of(before));
        sent.addAll(List.of(before));
    }

    /** Starts {@code count} clients of one instance; the name keeps their messages apart from others'. */
    Load start(String name, TestSpace space, int count) {
        for (int i = 0; i < count; i++) {
            String client = name + i;
            clients.add(Thread.ofVirtual().start(() -> run(client, space)));
        }
        return this;
    }

    /** One event more, beside what the clients send; who sends it is the message ID as well. */
    void send(TestSpace space, String event, String user) {
        sent.add(user);
        space.track("{\"event\":\"" + event + "\",\"userId\":\"" + user + "\",\"messageId\":\"" + user + "\"}").ok();
        acknowledged.add(user);
    }

    /** What was acknowledged by now. */
    int acknowledged() {
        return acknowledged.size();
    }

    /** How often a client was told to come back later. */
    int unavailable() {
        return unavailable.get();
    }

    /** Lets every client get its last message acknowledged. */
    void finish() {
        finishing.set(true);
        join();
    }

    /** Ends without regard to what was not acknowledged; for services that are gone. */
    void stop() {
        stopped.set(true);
        join();
    }

    /** Answers that were neither 200 nor 503 with Retry-After. */
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    /** Every acknowledged message stands in the ledger, once; nothing stands there that was not sent. */
    void assertStored(TestSpace space) {
        Set<String> ledger = Agreement.byMessage(space.decisions()).keySet();
        var lost = new ArrayList<>(acknowledged);
        lost.removeAll(ledger);
        assertEquals(List.of(), lost, "acknowledged and lost");
        var unknown = new ArrayList<>(ledger);
        unknown.removeAll(sent);
        assertEquals(List.of(), unknown, "stored and never sent");
    }

    private void run(String client, TestSpace space) {
        for (int turn = 0; !finishing.get() && !stopped.get(); turn++) {
            List<String> ids = new ArrayList<>();
            int size = turn % 2 == 0 ? 1 : BATCH;
            for (int i = 0; i < size; i++) {
                ids.add(client + "-" + turn + "-" + i);
            }
            sent.addAll(ids);
            sendUntilAcknowledged(client, space, ids);
        }
    }

    private void sendUntilAcknowledged(String client, TestSpace space, List<String> ids) {
        List<String> messages = ids.stream().map(id -> "{\"type\":\"track\",\"event\":\"Seen\",\"messageId\":\"" + id
                + "\",\"userId\":\"" + client + "\"}").toList();
        boolean batch = ids.size() > 1;
        String body = batch ? "{\"batch\":[" + String.join(",", messages) + "]}" : messages.getFirst();
        while (!stopped.get()) {
            try {
                Reply reply = Http.trySend(space.url(), "POST", batch ? "/v1/batch" : "/v1/track",
                        body.getBytes(StandardCharsets.UTF_8), "application/json", "Authorization",
                        Http.basic(space.writeKey()));
                if (reply.status() == 200 && reply.body().path("rejected").isEmpty()) {
                    acknowledged.addAll(ids);
                    return;
                }
                if (reply.status() != 503 || reply.headers().firstValue("Retry-After").isEmpty()) {
                    surprises.add(ids.getFirst() + ": " + reply.status() + " " + reply.body());
                }
                unavailable.incrementAndGet();
            } catch (IOException e) {
                surprises.add(ids.getFirst() + ": " + e);
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    private void join() {
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
