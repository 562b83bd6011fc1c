package io.selfsame.kafka;

import io.selfsame.kafka.KafkaCluster.Credentials;
import java.net.UnknownHostException;
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
 * Opens clients of Kafka that connect only to brokers that they may connect to: those that settings name, and those that these name. Each
 * connection is checked when it is made. What brokers send is bounded in size, and in what it unpacks to, before the client sees it.
 * Thread safe.
 */
public final class KafkaDoor {

    private static final int RECONNECT_MILLIS = 2_000;
    private static final int SETUP_MILLIS = 5_000;

    private final BrokerRule rule;
    private final Map<String, Object> more;
    private final Room room = Room.ofThisInstance();

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
        private final BrokerGuard guard;

        private Opened(C client, BrokerGuard guard) {
            this.client = client;
            this.guard = guard;
        }

        /** The client, which the caller closes. */
        public C client() {
            return client;
        }

        /** Why it has not connected to a broker, if that is where it may not: a clause. It connects to nobody more. */
        public Optional<String> refusal() {
            return guard.refusal();
        }

        /** What a broker has sent that was not taken, if one has: a clause. The connection was ended. */
        public Optional<String> fault() {
            return guard.fault();
        }

        /** Whether any broker has sent anything. */
        public boolean hasHeard() {
            return guard.hasHeard();
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
     * Opens a client. It looks names up, which can take as long as the system lets it: nobody else should wait for the thread.
     *
     * @param settings of Kafka, beside those of the connection
     * @param make the client of all settings
     */
    public <C> Opening<C> open(KafkaCluster cluster, Map<String, Object> settings,
            Function<Map<String, Object>, C> make) {
        return open(cluster, make, settings, new BrokerGuard(rule, cluster.isSecure(), room.part()));
    }

    /** Opens one more client for the same as another: what is wrong with either is known of both. */
    public <C> Opening<C> open(KafkaCluster cluster, Opened<?> beside, Map<String, Object> settings,
            Function<Map<String, Object>, C> make) {
        return open(cluster, make, settings, beside.guard);
    }

    private <C> Opening<C> open(KafkaCluster cluster, Function<Map<String, Object>, C> make,
            Map<String, Object> settings, BrokerGuard guard) {
        try {
            look(cluster, guard);
            Map<String, Object> all = new HashMap<>(connection(cluster));
            all.put(GuardedConnections.GUARD, guard);
            all.putAll(settings);
            all.putAll(more);
            return new Opening.Done<>(new Opened<>(make.apply(all), guard));
        } catch (BrokerGuard.Refused e) {
            return new Opening.Refused<>(String.valueOf(e.getMessage()));
        } catch (UnknownHostException e) {
            return new Opening.Unreachable<>("the names of the brokers are not known");
        } catch (KafkaException e) {
            return new Opening.Unreachable<>("no broker can be connected to");
        }
    }

    /** @throws UnknownHostException if none of the brokers that settings name is known */
    private static void look(KafkaCluster cluster, BrokerGuard guard) throws UnknownHostException {
        boolean known = false;
        for (String server : cluster.servers()) {
            try {
                guard.require(BrokerAddress.parse(server).orElseThrow().host());
                known = true;
            } catch (UnknownHostException e) {
                // Nobody can connect to it.
            }
        }
        if (!known) {
            throw new UnknownHostException();
        }
    }

    private static Map<String, Object> connection(KafkaCluster cluster) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, cluster.servers());
        // Without TLS, too: it is in this place that connections are looked at, and what stands there for TLS does nothing.
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, switch (cluster.security()) {
            case PLAINTEXT, SSL -> "SSL";
            case SASL_SSL -> "SASL_SSL";
        });
        settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, GuardedConnections.class);
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
