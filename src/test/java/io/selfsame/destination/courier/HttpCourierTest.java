package io.selfsame.destination.courier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.send.AddressGuard;
import io.selfsame.destination.send.HttpTransport;
import io.selfsame.destination.send.Outcome;
import io.selfsame.destination.send.Request;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.network.Networks;
import io.selfsame.space.SpaceId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How messages become requests, and what each of these is asked for before it is made. */
class HttpCourierTest {

    private final HttpTransport transport = HttpTransport.open(new AddressGuard(Networks.parse("127.0.0.1")));
    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile ToIntFunction<String> answer = body -> 200;
    private volatile String says = "";
    private String path = "/";

    HttpCourierTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                requests.incrementAndGet();
                int status = answer.applyAsInt(
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                byte[] body = says.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                if (body.length > 0) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        transport.close();
    }

    private List<Outcome> send(int messages, Courier.Leave leave) {
        var settings = new DestinationSettings.Webhook(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path), List.of(), Optional.empty(),
                Map.of("X-Key", "a-key-of-theirs"), 100, 0);
        var destination = new Destination("dst_1", new SpaceId("shop"), "CRM", settings, true,
                new Destination.Selection(new Destination.Keys.All(), new Destination.Keys.All(), List.of()),
                Destination.Calls.STANDARD, Destination.Ids.STANDARD, Destination.AliasOnMerge.OFF,
                Destination.FirstSync.EVERYBODY, Set.of(), Optional.empty(), 1);
        return new HttpCourier(transport).send(destination,
                IntStream.range(0, messages).mapToObj(HttpCourierTest::message).toList(), leave);
    }

    private static Message message(int number) {
        ObjectNode body = Json.object().put("messageId", "m-" + number).put("type", "track").put("userId",
                "u-" + number + ".");
        return new Message("track " + number, ProfileId.next(), "user_id:u-" + number, body, List.of());
    }

    @Test
    void whatAReceiverSendsBackOfItsUrlAndSecretsIsNotShown() {
        path = "/tenants/4711/hook?token=all-that-one-needs";
        answer = body -> 400;
        says = "Cannot POST /tenants/4711/hook?token=all-that-one-needs with a-key-of-theirs";
        assertEquals("Cannot POST …?… with …", response());
        // Also what was cut.
        says = "x".repeat(Request.SHORT_ANSWER - 9) + "a-key-of-theirs";
        assertEquals("x".repeat(Request.SHORT_ANSWER - 9), response());
    }

    private String response() {
        return assertInstanceOf(Outcome.Final.class, send(1, () -> true).getFirst()).response();
    }

    @Test
    void eachRequestIsAskedForThoseOfOneMessageAfterARefusedBatchToo() {
        answer = body -> body.contains("u-1.") ? 422 : 200;
        var asked = new AtomicInteger();
        List<Outcome> outcomes = send(3, () -> asked.incrementAndGet() > 0);
        assertEquals(4, requests.get());
        assertEquals(4, asked.get());
        assertInstanceOf(Outcome.Final.class, outcomes.get(1));
        assertEquals(List.of(new Outcome.Delivered(), new Outcome.Delivered()),
                List.of(outcomes.get(0), outcomes.get(2)));
    }

    @Test
    void whatMayNotBeSentAnyMoreIsNoAttempt() {
        answer = body -> 422;
        var asked = new AtomicInteger();
        List<Outcome> outcomes = send(3, () -> asked.incrementAndGet() <= 2);
        assertEquals(2, requests.get());
        assertInstanceOf(Outcome.Final.class, outcomes.get(0));
        assertInstanceOf(Outcome.NotTried.class, outcomes.get(1));
        assertInstanceOf(Outcome.NotTried.class, outcomes.get(2));
    }

    @Test
    void oneThatIsForbiddenIsToldFromTheOthersOfItsBatch() {
        answer = body -> body.contains("u-0.") ? 403 : 200;
        List<Outcome> outcomes = send(3, () -> true);
        assertTrue(outcomes.get(0) instanceof Outcome.Pause pause && pause.mayBeForOne(), outcomes.toString());
        assertEquals(List.of(new Outcome.Delivered(), new Outcome.Delivered()), outcomes.subList(1, 3));
    }

    @Test
    void whoForbidsAllIsNotAskedForEach() {
        answer = body -> 403;
        List<Outcome> outcomes = send(100, () -> true);
        assertEquals(3, requests.get());
        assertInstanceOf(Outcome.Pause.class, outcomes.get(1));
        assertInstanceOf(Outcome.NotTried.class, outcomes.get(99));
    }
}
