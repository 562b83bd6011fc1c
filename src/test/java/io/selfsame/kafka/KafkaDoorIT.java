package io.selfsame.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.clients.SelfSigned;
import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.courier.Courier;
import io.selfsame.destination.kafka.KafkaCourier;
import io.selfsame.destination.send.AddressGuard;
import io.selfsame.destination.send.Outcome;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.kafka.KafkaCluster.Credentials;
import io.selfsame.kafka.KafkaCluster.Mechanism;
import io.selfsame.kafka.KafkaCluster.Security;
import io.selfsame.kafka.KafkaDoor.Opening;
import io.selfsame.network.Networks;
import io.selfsame.space.SpaceId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which brokers are connected to: those that are named, and those that they name. */
class KafkaDoorIT {

    private static final String TOPIC = "people";

    private static SelfSigned certificate;
    private static Broker broker;

    @BeforeAll
    static void start() throws IOException {
        certificate = new SelfSigned("dns:localhost,ip:127.0.0.1");
        broker = new Broker("10.1.2.3", Optional.of(certificate.pem()));
        broker.topic(TOPIC, 1, Map.of());
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static final BrokerRule LOCAL = new AddressGuard(Networks.parse("127.0.0.0/8,::1"))::refusalOfBroker;

    private static KafkaCluster plain(String server) {
        return new KafkaCluster(List.of(server), Security.PLAINTEXT, Optional.empty());
    }

    private static KafkaCluster users(String password) {
        return users(Mechanism.PLAIN, Broker.USER, password);
    }

    private static KafkaCluster users(Mechanism mechanism, String user, String password) {
        return new KafkaCluster(List.of(broker.users()), Security.SASL_SSL,
                Optional.of(new Credentials(mechanism, user, password)));
    }

    private static KafkaDoor trusting(BrokerRule rule) throws IOException {
        return new KafkaDoor(rule, Map.of("ssl.truststore.type", "PEM", "ssl.truststore.certificates",
                certificate.certificate()));
    }

    private static String refused(KafkaDoor door, KafkaCluster cluster) {
        return assertInstanceOf(Opening.Refused.class, door.open(cluster, Map.of(), all -> {
            throw new AssertionError("opened");
        })).reason();
    }

    private static Outcome send(KafkaDoor door, KafkaCluster cluster) {
        return send(door, cluster, () -> true);
    }

    private static Outcome send(KafkaDoor door, KafkaCluster cluster, BooleanSupplier goOn) {
        var destination = new Destination("dst_1", new SpaceId("shop"), "Stream",
                new DestinationSettings.Kafka(cluster, TOPIC, "none"), true,
                new Destination.Selection(new Destination.Keys.All(), new Destination.Keys.All(), List.of()),
                Destination.Calls.STANDARD, Destination.Ids.STANDARD, Destination.AliasOnMerge.OFF,
                Destination.FirstSync.CHANGES, Set.of(), Optional.empty(), 1);
        var message = new Message("identify user_id:u", ProfileId.next(), "user_id:u",
                Json.object().put("type", "identify").put("messageId", "m-1"), List.of());
        try (var courier = new KafkaCourier(door)) {
            return courier.send(destination, List.of(message), new Courier.Leave() {
                @Override
                public boolean request() {
                    return true;
                }

                @Override
                public boolean goesOn() {
                    return goOn.getAsBoolean();
                }
            }).getFirst();
        }
    }

    @Test
    void brokersThatAreNamedAreChecked() {
        var none = new KafkaDoor(new AddressGuard(Networks.parse(""))::refusalOfBroker);
        assertTrue(refused(none, plain(broker.plain())).startsWith("127.0.0.1 leads to a loopback address"));
        assertTrue(refused(none, users("x")).startsWith("localhost leads to a loopback address"));
        assertTrue(refused(none, plain("1.1.1.1:9092"))
                .contains("PLAINTEXT is taken only for addresses that the operator"));
    }

    @Test
    void withoutTlsEachConnectionIsChecked() {
        // The broker names another host than the settings do.
        Outcome refused = send(new KafkaDoor(LOCAL), plain(broker.strange()));
        assertTrue(refused instanceof Outcome.Pause pause
                && pause.reason().startsWith("10.1.2.3 leads to a private address"), refused.toString());
        assertEquals(new Outcome.Delivered(), send(new KafkaDoor(LOCAL), plain(broker.plain())));
    }

    @Test
    void whatIsNoBrokerIsSaidAndItsLengthIsNotBelieved() throws IOException {
        try (var web = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!web.isClosed()) {
                    try (Socket one = web.accept()) {
                        one.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                        one.getInputStream().readNBytes(10);
                    } catch (IOException e) {
                        // The other end has closed it.
                    }
                }
            });
            Outcome refused = send(new KafkaDoor(LOCAL), plain("127.0.0.1:" + web.getLocalPort()));
            assertTrue(refused instanceof Outcome.Retry retry
                    && retry.reason().startsWith("a broker begins an answer of 1213486160 bytes"), refused.toString());
        }
    }

    @Test
    void nothingIsSentWhenTheRightToIsGone() {
        assertInstanceOf(Outcome.NotTried.class, send(new KafkaDoor(LOCAL), plain(broker.plain()), () -> false));
        int before = broker.records(TOPIC, 1).size();
        var asked = new AtomicInteger();
        // It is asked for while the topic is opened, too.
        send(new KafkaDoor(LOCAL), plain(broker.plain()), () -> asked.incrementAndGet() < 2);
        assertEquals(before, broker.records(TOPIC, 1).size());
    }

    @Test
    void withTlsEachConnectionIsChecked() throws IOException {
        var secure = new KafkaCluster(List.of(broker.secure().replace("localhost", "127.0.0.1")), Security.SSL,
                Optional.empty());
        assertEquals(new Outcome.Delivered(), send(trusting(LOCAL), secure));
        // The broker names localhost.
        Outcome refused = send(trusting((host, addresses, tls) -> host.equals("localhost")
                ? Optional.of("not there")
                : Optional.empty()), secure);
        assertEquals(new Outcome.Pause("not there"), refused);
        Outcome untrusted = send(new KafkaDoor(LOCAL), secure);
        assertEquals("no secure connection: the certificate is not trusted, or not for this host",
                assertInstanceOf(Outcome.Retry.class, untrusted).reason());
    }

    @Test
    void aPasswordIsATextWhateverIsInIt() throws IOException {
        assertEquals(new Outcome.Delivered(), send(trusting(LOCAL), users(Broker.PASSWORD)));
        assertEquals(new Outcome.Pause("the brokers do not accept our user and password"),
                send(trusting(LOCAL), users("wrong")));
    }

    @Test
    void aPasswordIsProvenWithoutBeingSent() throws IOException {
        broker.scram("bob", Broker.PASSWORD);
        for (Mechanism each : List.of(Mechanism.SCRAM_SHA_256, Mechanism.SCRAM_SHA_512)) {
            assertEquals(new Outcome.Delivered(), send(trusting(LOCAL), users(each, "bob", Broker.PASSWORD)));
            assertEquals(new Outcome.Pause("the brokers do not accept our user and password"),
                    send(trusting(LOCAL), users(each, "bob", "wrong")));
        }
    }
}
