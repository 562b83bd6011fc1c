package io.selfsame.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.kafka.Broker;
import io.selfsame.process.Service;
import io.selfsame.testing.Await;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestSpace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is killed again and again while it reads topics loses no event and doubles none. */
@Slow
class KafkaStormIT {

    private static final int USERS = 30;
    private static final int EACH = 200;
    private static final int KILLS = 3;
    private static final int PARTITIONS = 3;
    private static final String TOPIC = "storm";

    @TempDir
    private Path data;

    /** It may take 1,000 events a second: the topic is longer than that, and the rest must wait. */
    private Service start() {
        return Service.embedded(data, Map.of("SELFSAME_DESTINATION_ALLOW", "127.0.0.0/8",
                "SELFSAME_SPACE_EVENTS_PER_SECOND", "1000"));
    }

    private static void write(int round) {
        try (Producer<byte[], byte[]> producer = Broker.shared().producer()) {
            for (int n = round * EACH / (KILLS + 1); n < (round + 1) * EACH / (KILLS + 1); n++) {
                for (int user = 0; user < USERS; user++) {
                    String id = n % 2 == 0 ? "" : ",\"messageId\":\"u" + user + "-" + n + "\"";
                    send(producer, "u" + user, "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u" + user
                            + "\",\"properties\":{\"n\":" + n + "}" + id + "}");
                }
                send(producer, "poison", "poison " + n);
            }
        }
    }

    private static void send(Producer<byte[], byte[]> producer, String key, String value) {
        producer.send(new ProducerRecord<>(TOPIC, key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void nothingIsLostAndNothingDoubled() {
        Broker.shared().topic(TOPIC, PARTITIONS, Map.of());
        Service service = start();
        try {
            TestSpace space = service.newSpace("shop", Service.ADMIN_TOKEN);
            String path = "sources/" + space.manage("POST", "sources",
                    "{\"name\":\"Storm\",\"kind\":\"kafka\",\"settings\":{"
                            + "\"bootstrapServers\":\"" + Broker.shared().plain()
                            + "\",\"security\":\"PLAINTEXT\",\"topics\":\"" + TOPIC
                            + "\"}}")
                    .ok().body().at("/data/source/id").asText();
            String group = "selfsame-" + path.substring("sources/".length());
            for (int round = 0; round < KILLS; round++) {
                long before = Broker.shared().committed(group, TOPIC);
                write(round);
                // In the midst of it, as a rule.
                Await.until("some are taken", Duration.ofSeconds(90),
                        () -> Broker.shared().committed(group, TOPIC) > before);
                service.child().kill();
                service = start();
            }
            write(KILLS);
            long all = (USERS + 1L) * EACH;
            Await.until("all are taken", Duration.ofSeconds(120), () -> Broker.shared().committed(group, TOPIC) == all);
            TestSpace now = space.at(service.url());
            for (int user = 0; user < USERS; user++) {
                List<Integer> seen = new ArrayList<>();
                now.events("user_id:u" + user).forEach(each -> seen.add(each.at("/properties/n").asInt()));
                assertEquals(IntStream.range(0, EACH).boxed().toList(), seen.stream().sorted().toList(), "u" + user);
            }
            List<JsonNode> rejected = new ArrayList<>();
            String next = "rejected?limit=100";
            while (!next.isEmpty()) {
                JsonNode page = now.manage("GET", next, "").ok().body();
                StreamSupport.stream(page.path("data").spliterator(), false).forEach(rejected::add);
                next = page.at("/cursor/has_more").asBoolean()
                        ? "rejected?limit=100&next=" + page.at("/cursor/next").asText()
                        : "";
            }
            assertEquals(EACH, rejected.size());
            assertEquals(EACH, rejected.stream().mapToInt(each -> each.path("times").asInt()).sum());
        } finally {
            service.close();
        }
    }
}
