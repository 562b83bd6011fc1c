package io.selfsame.acceptance;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.graph.Neo4jAddress;
import io.selfsame.server.Server;
import io.selfsame.testing.Agreement;
import io.selfsame.testing.Oracle;
import io.selfsame.testing.RandomStream;
import io.selfsame.testing.Reply;
import io.selfsame.testing.Seeds;
import io.selfsame.testing.TcpRelay;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many clients, few IDs: whatever happens at once must look as if it had happened one by one. */
class ConcurrencyIT {

    private static final int CLIENTS = 16;
    private static final int MESSAGES = 1600;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final long seed = Seeds.of(ConcurrencyIT.class);

    @Test
    void clients_of_one_instance_see_a_serial_history() throws Exception {
        TestSpace space = TestServer.shared().newSpace();
        race(space, List.of(space), Set.of(200));
    }

    @Test
    void clients_of_two_instances_see_a_serial_history() throws Exception {
        TestSpace space = TestServer.shared().newSpace();
        try (Server second = TestServer.shared().secondInstance()) {
            race(space, List.of(space, space.at(TestServer.urlOf(second))), Set.of(200));
        }
    }

    @Test
    void cut_connections_to_neo4j_lose_and_double_nothing() throws Exception {
        TestServer server = TestServer.shared();
        Neo4jAddress real = server.neo4j();
        try (TcpRelay relay = new TcpRelay(real.uri(), seed, 400_000);
                Server instance = server.instanceOver(
                        new Neo4jAddress(relay.url(), real.user(), real.password(), real.database()))) {
            TestSpace space = server.newSpace();
            relay.harm();
            race(space, List.of(space.at(TestServer.urlOf(instance))), Set.of(200, 503));
            assertTrue(relay.cuts() > 5, () -> "the relay should have cut more than " + relay.cuts());
            relay.heal();
        }
    }

    private void race(TestSpace space, List<TestSpace> doors, Set<Integer> allowed) throws Exception {
        RandomStream stream = new RandomStream(seed, "m", 5, false);
        Oracle.Rules rules = stream.rules();
        space.manage("PUT", "identity-rules", RandomStream.body(rules)).ok();
        List<ObjectNode> messages = stream.messages(MESSAGES);
        List<Future<List<List<ObjectNode>>>> clients = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int client = 0; client < CLIENTS; client++) {
                TestSpace door = doors.get(client % doors.size());
                List<List<ObjectNode>> requests = requests(messages, client);
                clients.add(threads.submit(() -> sendAll(door, requests, allowed)));
            }
        }
        List<List<ObjectNode>> batches = new ArrayList<>();
        for (Future<List<List<ObjectNode>>> client : clients) {
            batches.addAll(client.get());
        }
        verify(space, rules, messages, batches);
    }

    /** A client's share of the messages and some of its neighbour's, in random cuts. */
    private List<List<ObjectNode>> requests(List<ObjectNode> messages, int client) {
        Random random = new Random(seed * 31 + client);
        List<ObjectNode> mine = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            boolean doubled = i % CLIENTS == (client + 1) % CLIENTS && random.nextInt(5) == 0;
            if (i % CLIENTS == client || doubled) {
                mine.add(messages.get(i));
            }
        }
        List<List<ObjectNode>> requests = new ArrayList<>();
        for (int from = 0; from < mine.size();) {
            int to = Math.min(mine.size(), from + 1 + random.nextInt(12));
            requests.add(mine.subList(from, to));
            from = to;
        }
        return requests;
    }

    /** Sends each request until it is acknowledged. */
    private static List<List<ObjectNode>> sendAll(TestSpace door, List<List<ObjectNode>> requests,
            Set<Integer> allowed) {
        Instant deadline = Instant.now().plus(PATIENCE);
        for (List<ObjectNode> request : requests) {
            for (int status = 0; status != 200;) {
                Reply reply = request.size() == 1
                        ? door.send(request.getFirst().path("type").asText(), request.getFirst().toString())
                        : door.batch(request.toString());
                status = reply.status();
                assertTrue(allowed.contains(status), () -> reply.status() + " " + reply.body());
                assertTrue(reply.body().path("rejected").isEmpty(), () -> reply.body().toString());
                assertTrue(Instant.now().isBefore(deadline), "still not acknowledged");
            }
        }
        return requests;
    }

    private void verify(TestSpace space, Oracle.Rules rules, List<ObjectNode> messages,
            List<List<ObjectNode>> batches) {
        Map<String, ObjectNode> byId = new HashMap<>();
        messages.forEach(message -> byId.put(message.path("messageId").asText(), message));
        Map<String, JsonNode> ledger = Agreement.byMessage(space.decisions());
        assertEquals(byId.keySet(), ledger.keySet(), "-Dseed=" + seed + ": every message once in the ledger");
        Oracle oracle = new Oracle(rules);
        Map<String, Long> seqs = new HashMap<>();
        long last = Long.MIN_VALUE;
        for (Map.Entry<String, JsonNode> entry : ledger.entrySet()) {
            long seq = entry.getValue().path("seq").asLong();
            assertTrue(seq > last, "-Dseed=" + seed + ": the ledger is in the order of seq");
            last = seq;
            seqs.put(entry.getKey(), seq);
            oracle.take(byId.get(entry.getKey()));
        }
        Agreement.check(space, oracle, "-Dseed=" + seed + " rules " + RandomStream.body(rules));
        inOrder(batches, seqs);
    }

    /** A message that was sent in one place only comes in the ledger after all that stand before it in its batch. */
    private void inOrder(List<List<ObjectNode>> batches, Map<String, Long> seqs) {
        Map<String, Long> sent = batches.stream().flatMap(List::stream)
                .collect(groupingBy(message -> message.path("messageId").asText(), counting()));
        for (List<ObjectNode> batch : batches) {
            long before = Long.MIN_VALUE;
            for (ObjectNode message : batch) {
                String messageId = message.path("messageId").asText();
                long seq = seqs.get(messageId);
                assertTrue(seq > before || sent.get(messageId) > 1,
                        () -> "-Dseed=" + seed + ": out of order in its batch: " + message);
                before = Math.max(before, seq);
            }
        }
    }
}
