package io.selfsame.destination.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.DestinationSettings.SegmentApi;
import io.selfsame.destination.DestinationSettings.Webhook;
import io.selfsame.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00.123456Z");
    private static final URI HOOK = URI.create("https://hooks.example.com/in?a=b");
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[24]);

    @Test
    void aWebhookGetsTheMessageItself() {
        var settings = new Webhook(HOOK, List.of(), Optional.empty(), Map.of("Authorization", "Bearer x"), 1, 0);
        Requests.Plan plan = Requests.of(settings, List.of(message("m-1"), message("m-2")), NOW);
        assertEquals(List.of(List.of(0), List.of(1)), plan.parcels().stream().map(Parcel::messages).toList());
        Request request = plan.parcels().getLast().request();
        assertEquals("{\"messageId\":\"m-2\",\"userId\":\"ü\"}", text(request));
        assertEquals(HOOK, request.url());
        assertEquals(Map.of("Authorization", "Bearer x", "Content-Type", "application/json"), request.headers());
    }

    /** The values are those of {@code openssl dgst}. */
    @Test
    void signsAsSegmentDoes() {
        var settings = new Webhook(HOOK, List.of(), Optional.of("s3cret"), Map.of(), 1, 0);
        Request request = Requests.of(settings, List.of(message("m-1")), NOW).parcels().getFirst().request();
        assertEquals("e2f3cb1c34770d77b3635664a1d5e4366c2b6189", request.headers().get("X-Signature"));
        var batches = new Webhook(HOOK, List.of(), Optional.of("s3cret"), Map.of(), 10, 0);
        Request batch = Requests.of(batches, List.of(message("m-1"), message("m-2")), NOW).parcels().getFirst()
                .request();
        assertEquals("e2f3cb1c34770d77b3635664a1d5e4366c2b6189", batch.headers().get("X-Signature"),
                "of the first message alone");
    }

    @Test
    void signsAsStandardWebhooksSays() {
        var settings = new Webhook(HOOK, List.of(SECRET), Optional.empty(), Map.of(), 1, 0);
        Map<String, String> headers = Requests.of(settings, List.of(message("m-1")), NOW).parcels().getFirst().request()
                .headers();
        assertEquals("m-1", headers.get("webhook-id"));
        assertEquals("1796040000", headers.get("webhook-timestamp"));
        assertEquals("v1,nh8vJ7imL6zkadJx/qMgVFWrNwN9cCfk/0UBcz8uttg=", headers.get("webhook-signature"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "a b", "ü", "a\r\nHost: x", ""})
    void anIdThatNoHeaderHoldsIsReplacedByTheSameEachTime(String id) {
        String first = header(1, "webhook-id", id);
        assertTrue(first.matches("msg_[0-9a-f]{32}"), first);
        assertEquals(first, header(1, "webhook-id", id));
        assertNotEquals(first, header(1, "webhook-id", id + "."));
    }

    @Test
    void batchesAreArraysWithAnIdOfTheirMessages() {
        var settings = new Webhook(HOOK, List.of(SECRET), Optional.empty(), Map.of(), 2, 0);
        Requests.Plan plan = Requests.of(settings, List.of(message("a"), message("b"), message("c")), NOW);
        assertEquals(List.of(List.of(0, 1), List.of(2)), plan.parcels().stream().map(Parcel::messages).toList());
        assertEquals("[{\"messageId\":\"c\",\"userId\":\"ü\"}]", text(plan.parcels().getLast().request()));
        assertTrue(header(2, "webhook-id", "a", "b").matches("batch_[0-9a-f]{32}"));
        assertEquals(header(2, "webhook-id", "a", "b"), header(2, "webhook-id", "a", "b"));
        assertNotEquals(header(2, "webhook-id", "a", "b"), header(2, "webhook-id", "b", "a"));
        assertNotEquals(header(2, "webhook-id", "a,1:b", "c"), header(2, "webhook-id", "a", "b,1:c"));
        assertEquals(3, Requests.singly(settings, List.of(message("a"), message("b"), message("c")), NOW).parcels()
                .size());
    }

    private static String header(int batch, String name, String... ids) {
        var settings = new Webhook(HOOK, List.of(SECRET), Optional.empty(), Map.of(), batch, 0);
        List<ObjectNode> messages = Arrays.stream(ids).map(RequestsTest::message).toList();
        return String.valueOf(
                Requests.of(settings, messages, NOW).parcels().getFirst().request().headers().get(name));
    }

    @Test
    void ownHeadersReplaceNoneOfOurs() {
        var settings = new Webhook(HOOK, List.of(SECRET), Optional.of("s"),
                Map.of("x-signature", "forged", "Webhook-Id", "forged", "content-type", "text/plain", "Host", "x",
                        "X-Mine", "yes"),
                1, 0);
        Map<String, String> headers = Requests.of(settings, List.of(message("m")), NOW).parcels().getFirst().request()
                .headers();
        assertFalse(headers.containsValue("forged"), headers.keySet().toString());
        assertEquals(6, headers.size(), headers.keySet().toString());
        assertEquals("yes", headers.get("X-Mine"));
    }

    @ParameterizedTest
    @CsvSource({"https://cdp.example.com,https://cdp.example.com/v1/batch",
            "http://10.0.0.1:8080/,http://10.0.0.1:8080/v1/batch",
            "https://x.example/sub/path//,https://x.example/sub/path/v1/batch"})
    void aBatchForSegment(String url, String goes) {
        var settings = new SegmentApi(URI.create(url), "key", 0);
        Parcel parcel = Requests.of(settings, List.of(message("a"), message("b")), NOW).parcels().getFirst();
        assertEquals(URI.create(goes), parcel.request().url());
        assertEquals("Basic a2V5Og==", parcel.request().headers().get("Authorization"));
        assertEquals("{\"batch\":[{\"messageId\":\"a\",\"userId\":\"ü\"},{\"messageId\":\"b\",\"userId\":\"ü\"}],"
                + "\"sentAt\":\"2026-11-30T12:00:00.123Z\"}", text(parcel.request()));
    }

    @Test
    void batchesForSegmentAreWithinItsLimits() throws Exception {
        List<ObjectNode> messages = IntStream.range(0, 450)
                .mapToObj(i -> message("m-" + i).put("long", "x".repeat(i * 60))).toList();
        Requests.Plan plan = Requests.of(new SegmentApi(URI.create("https://api.segment.io"), "key", 0), messages, NOW);
        int next = 0;
        for (Parcel parcel : plan.parcels()) {
            assertTrue(parcel.request().body().length <= 500_000 && parcel.messages().size() <= 100);
            JsonNode batch = Json.read(text(parcel.request())).path("batch");
            assertEquals(parcel.messages().size(), batch.size());
            for (int i = 0; i < batch.size(); i++) {
                assertEquals(next, parcel.messages().get(i));
                assertEquals("m-" + next++, batch.get(i).path("messageId").asText());
            }
        }
        assertEquals(450, next);
        assertTrue(plan.unsendable().isEmpty() && plan.parcels().size() > 5);
    }

    @ParameterizedTest
    @CsvSource({"https://api.segment.io,40000", "https://events.eu1.segmentapis.com,40000", "https://x.example,600000"})
    void aMessageThatTheReceiverCannotTakeIsNotSent(String url, int size) {
        List<ObjectNode> messages = List.of(message("a"), message("b").put("long", "x".repeat(size)), message("c"));
        Requests.Plan plan = Requests.of(new SegmentApi(URI.create(url), "key", 0), messages, NOW);
        assertEquals(List.of(1), List.copyOf(plan.unsendable().keySet()));
        assertEquals(List.of(0, 2), plan.parcels().stream().flatMap(each -> each.messages().stream()).toList());
        assertTrue(plan.unsendable().get(1).reason().contains("bytes"));
    }

    @Test
    void aSelfsameSaysWhichMessagesItHasRejected() {
        Parcel parcel = Requests.of(new SegmentApi(URI.create("https://x.example"), "key", 0),
                List.of(message("a"), message("b"), message("c")), NOW).parcels().getFirst();
        List<Outcome> outcomes = parcel.outcomes(answer(200,
                "{\"success\":true,\"accepted\":2,\"rejected\":[{\"index\":1,"
                        + "\"messageId\":\"b\",\"code\":\"no_identifiers\",\"message\":\"It has no ID\"},{\"index\":7},{}]}",
                true));
        assertEquals(List.of(new Outcome.Delivered(),
                new Outcome.Final("the receiver rejected it (no_identifiers): It has no ID"), new Outcome.Delivered()),
                outcomes);
        for (String body : List.of("{\"success\":true}", "OK", "", "[1]", "{\"rejected\":3}", "{not json")) {
            assertEquals(List.of(new Outcome.Delivered(), new Outcome.Delivered(), new Outcome.Delivered()),
                    parcel.outcomes(answer(200, body, true)), body);
        }
        assertTrue(parcel.outcomes(answer(200, "{\"success\":true,\"rejected\":[{\"ind", false)).stream()
                .allMatch(Outcome.Retry.class::isInstance), "unknown which");
        assertEquals(3,
                parcel.outcomes(answer(503, "", true)).stream().filter(Outcome.Retry.class::isInstance).count());
    }

    @Test
    void aRefusedBatchMayBeTheFaultOfOne() {
        var settings = new SegmentApi(URI.create("https://x.example"), "key", 0);
        Parcel two = Requests.of(settings, List.of(message("a"), message("b")), NOW).parcels().getFirst();
        Parcel one = Requests.of(settings, List.of(message("a")), NOW).parcels().getFirst();
        assertTrue(two.mayBeForOne(answer(400, "", true)) && two.mayBeForOne(answer(413, "", true)));
        assertFalse(one.mayBeForOne(answer(400, "", true)));
        for (int status : List.of(200, 301, 401, 429, 500)) {
            assertFalse(two.mayBeForOne(answer(status, "", true)));
        }
    }

    @ParameterizedTest
    @CsvSource({"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,true", "whsec_AAAA,false",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,false",
            "whsec_not base 64 at all but long enough for it,false", "whsec_,false"})
    void secretsHaveTwentyFourBytesOrMore(String text, boolean is) {
        assertEquals(is, Requests.isSecret(text));
    }

    private static Reply.Answered answer(int status, String body, boolean complete) {
        return new Reply.Answered(status, body, complete, Optional.of(Duration.ofSeconds(1)));
    }

    private static ObjectNode message(String id) {
        return Json.object().put("messageId", id).put("userId", "ü");
    }

    private static String text(Request request) {
        return new String(request.body(), UTF_8);
    }
}
