package io.selfsame.kafka;

import io.selfsame.kafka.KafkaCluster.Credentials;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/**
 * Opens clients of Kafka that connect only to brokers that they may connect to. With TLS each connection is checked. Without it the brokers
 * that settings name, and those that these name, are checked before a client is opened and whenever that is asked for; in between a broker
 * could name another. So there a rule should take only networks that are trusted. Thread safe.
 */
public final class KafkaDoor {

    /** What may take long: a connection, or an answer to who is there. */
    private static final Duration STEP = Duration.ofSeconds(3);

    /** What all brokers together may take, of which each may be away. */
    private static final Duration WHOLE = Duration.ofSeconds(8);

    private static final int RECONNECT_MILLIS = 2_000;
    private static final int SETUP_MILLIS = 5_000;

    private final BrokerRule rule;
    private final Map<String, Object> more;

    public KafkaDoor(BrokerRule rule) {
        this(rule, Map.of());
    }

    /** @param more settings of Kafka, such as whom TLS trusts */
    KafkaDoor(BrokerRule rule, Map<String, Object> more) {
        this.rule = rule;
        this.more = more;
    }

    /**
     * A client, and what its connections are checked by.
     *
     * @param <C> the client
     */
    public static final class Opened<C> {

        private final C client;
        private final KafkaCluster cluster;
        private final BrokerGuard guard;

        private Opened(C client, KafkaCluster cluster, BrokerGuard guard) {
            this.client = client;
            this.cluster = cluster;
            this.guard = guard;
        }

        /** The client, which the caller closes. */
        public C client() {
            return client;
        }

        /** Why it has not connected to a broker, if that is where it may not. */
        public Optional<String> refusal() {
            return guard.refusal();
        }

        /** Looks again at the brokers that there are, where connections are not checked themselves; empty if all is well. */
        public Optional<String> look() {
            try {
                KafkaDoor.look(cluster, guard);
                return guard.refusal();
            } catch (BrokerGuard.Refused e) {
                return Optional.of(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    /** What came of opening a client. */
    public sealed interface Opening<C> {

        /** It is there; whether a broker answers is another matter. */
        record Done<C>(Opened<C> opened) implements Opening<C> {}

        /** A broker is where no connection is made to. */
        record Refused<C>(String reason) implements Opening<C> {}

        /** No broker was found. */
        record Unreachable<C>(String reason) implements Opening<C> {}
    }

    /**
     * Opens a client.
     *
     * @param settings of Kafka, beside those of the connection
     * @param make the client of all settings
     */
    public <C> Opening<C> open(KafkaCluster cluster, Map<String, Object> settings,
            Function<Map<String, Object>, C> make) {
        var guard = new BrokerGuard(rule, cluster.isSecure());
        try {
            look(cluster, guard);
            Map<String, Object> all = new HashMap<>(connection(cluster));
            all.put(GuardedTls.GUARD, guard);
            all.putAll(settings);
            all.putAll(more);
            return new Opening.Done<>(new Opened<>(make.apply(all), cluster, guard));
        } catch (BrokerGuard.Refused e) {
            return new Opening.Refused<>(String.valueOf(e.getMessage()));
        } catch (UnknownHostException e) {
            return new Opening.Unreachable<>("the names of the brokers are not known");
        } catch (IOException e) {
            return new Opening.Unreachable<>("no broker answers as brokers do");
        } catch (KafkaException e) {
            return new Opening.Unreachable<>("no broker can be connected to");
        }
    }

    /** @throws IOException if none of the brokers is known, or answers where it has to be asked */
    private static void look(KafkaCluster cluster, BrokerGuard guard) throws IOException {
        List<InetSocketAddress> brokers = new ArrayList<>();
        for (String server : cluster.servers()) {
            BrokerAddress broker = BrokerAddress.parse(server).orElseThrow();
            try {
                brokers.add(new InetSocketAddress(guard.require(broker.host()).getFirst(), broker.port()));
            } catch (UnknownHostException e) {
                // Nobody can connect to it.
            }
        }
        if (brokers.isEmpty()) {
            throw new UnknownHostException();
        }
        if (!cluster.isSecure()) {
            for (String named : named(brokers)) {
                requireIfKnown(guard, named);
            }
        }
    }

    /** What the first of some brokers says that answers. */
    private static List<String> named(List<InetSocketAddress> brokers) throws IOException {
        long end = System.nanoTime() + WHOLE.toNanos();
        IOException failure = new IOException("nobody was asked");
        for (InetSocketAddress broker : brokers) {
            if (System.nanoTime() > end) {
                break;
            }
            try {
                return NamedBrokers.ask(broker, STEP);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static void requireIfKnown(BrokerGuard guard, String host) {
        try {
            guard.require(host);
        } catch (UnknownHostException e) {
            // Nobody can connect to it.
        }
    }

    private static Map<String, Object> connection(KafkaCluster cluster) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, cluster.servers());
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, cluster.security().name());
        settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, GuardedTls.class);
        settings.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "https");
        cluster.credentials().ifPresent(credentials -> {
            settings.put(SaslConfigs.SASL_MECHANISM, credentials.mechanism().text());
            settings.put(SaslConfigs.SASL_JAAS_CONFIG, login(credentials));
        });
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, SETUP_MILLIS);
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, SETUP_MILLIS);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        // Figures of ours are Prometheus's, and brokers get none of us.
        settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }

    private static String login(Credentials credentials) {
        return credentials.mechanism().module() + " required username=" + quoted(credentials.user()) + " password="
                + quoted(credentials.password()) + ";";
    }

    /** Nothing but a text, whatever is in it. Control characters are in none. */
    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
