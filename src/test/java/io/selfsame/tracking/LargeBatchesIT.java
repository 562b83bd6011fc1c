package io.selfsame.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches that write more than a transaction should, or name people who are more than is to be in memory: they are taken in pieces. */
@Slow
class LargeBatchesIT {

    private final TestSpace space = TestServer.shared().newSpace();

    private static String batch(List<String> messages) {
        return "{\"batch\":[" + String.join(",", messages) + "]}";
    }

    @Test
    void aBatchWithVeryManyTraitsIsTakenInOrder() {
        String traits = IntStream.range(0, 15).mapToObj(i -> "\"t" + i + "\":" + i).collect(Collectors.joining(","));
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            // Each person eighty times, so that the last word is in another piece than the first.
            messages.add(i % 1_000 == 999
                    ? "{\"type\":\"track\",\"userId\":\"null\",\"event\":\"E\",\"messageId\":\"r" + i + "\"}"
                    : "{\"type\":\"identify\",\"userId\":\"u" + i % 25 + "\",\"messageId\":\"m" + i
                            + "\",\"traits\":{" + traits + ",\"last\":" + i
                            + "}}");
        }
        JsonNode answer = space.batch(batch(messages)).ok().body();
        assertThat(answer.path("accepted").asInt()).isEqualTo(1_998);
        assertThat(answer.path("rejected")).map(one -> one.path("index").asInt()).containsExactly(999, 1_999);
        JsonNode last = space.profile("user_id:u20", "traits").ok().body().path("traits");
        assertThat(last.path("last").asInt()).isEqualTo(1_995);
        assertThat(last.path("t14").asInt()).isEqualTo(14);
    }

    /** More of them than may be written at once: none is refused for it, and whoever has little to say is heard. */
    @Test
    void largeBatchesOfManySpacesAtOnceAreTaken() throws Exception {
        String traits = IntStream.range(0, 12).mapToObj(i -> "\"t" + i + "\":" + i).collect(Collectors.joining(","));
        String large = batch(IntStream.range(0, 300)
                .mapToObj(i -> "{\"type\":\"identify\",\"userId\":\"u" + i + "\",\"traits\":{" + traits + "}}")
                .toList());
        List<Future<Integer>> accepted = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                TestSpace other = TestServer.shared().newSpace();
                accepted.add(
                        threads.submit(() -> other.batch(large).ok().body().path("accepted").asInt()));
            }
            space.track("{\"event\":\"E\",\"userId\":\"u1\"}").ok();
            for (Future<Integer> one : accepted) {
                assertThat(one.get()).isEqualTo(300);
            }
        }
    }

    /** Two hundred people with six hundred identifiers each, of whom each event would merge two. */
    @Test
    void aBatchThatNamesPeopleWithVeryManyIdentifiersIsTaken() {
        List<String> messages = new ArrayList<>();
        for (int person = 0; person < 200; person++) {
            for (int from = 0; from < 600; from += 99) {
                int end = Math.min(600, from + 99);
                messages.add("{\"type\":\"identify\",\"userId\":\"u" + person + "\",\"context\":{\"externalIds\":["
                        + IntStream.range(from, end).mapToObj(i -> externalId("t" + i, "x"))
                                .map(id -> id.replace("\"x\"",
                                        "\"x" + messages.size() + "\""))
                                .collect(Collectors.joining(","))
                        + "]}}");
            }
        }
        for (int from = 0; from < messages.size(); from += 40) {
            space.batch(batch(messages.subList(from, Math.min(messages.size(), from + 40)))).ok();
        }
        List<String> merging = IntStream.range(0, 100)
                .mapToObj(i -> "{\"type\":\"track\",\"event\":\"E\",\"messageId\":\"w" + i + "\",\"userId\":\"u" + 2 * i
                        + "\",\"context\":{\"externalIds\":[" + externalId("user_id", "u" + (2 * i + 1)) + "]}}")
                .toList();
        JsonNode answer = space.batch(batch(merging)).ok().body();
        assertThat(answer.path("accepted").asInt()).isEqualTo(100);
        assertThat(space.decisions("user_id:u0").getFirst().path("message_id").asText()).isNotEmpty();
    }

    /** Where each may have so many identifiers, people are counted a few at a time. */
    @Test
    void oneEventNamesManyPeopleWhereEachMayHaveVeryManyIdentifiers() {
        space.manage("PUT", "identity-rules", "{\"maxIdentifiers\":10000,\"identifiers\":[{\"type\":\"device\","
                + "\"limit\":100},{\"type\":\"anonymous_id\",\"limit\":100}]}").ok();
        List<String> messages = IntStream.range(0, 25)
                .mapToObj(i -> "{\"type\":\"identify\",\"anonymousId\":\"a" + i
                        + "\",\"context\":{\"externalIds\":["
                        + externalId("device", "d" + i) + "]}}")
                .toList();
        space.batch(batch(messages)).ok();
        space.identify("{\"userId\":\"u1\",\"context\":{\"externalIds\":[" + IntStream.range(0, 25)
                .mapToObj(i -> externalId("device", "d" + i)).collect(Collectors.joining(",")) + "]}}").ok();
        String one = space.segmentIdOf("user_id:u1").orElseThrow();
        for (int i = 0; i < 25; i++) {
            assertThat(space.segmentIdOf("anonymous_id:a" + i)).contains(one);
        }
    }

    private static String externalId(String type, String id) {
        return "{\"type\":\"" + type + "\",\"id\":\"" + id + "\",\"collection\":\"users\",\"encoding\":\"none\"}";
    }
}
