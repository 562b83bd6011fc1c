package io.selfsame.kafka;

import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the ends of connections to brokers, with TLS or without it, unless the broker is where none may be. Kafka's client asks for it
 * after it has begun to connect and before it has sent a byte, for each connection and each broker, also those that other brokers name.
 * Public, as Kafka makes it.
 */
public final class GuardedConnections extends DefaultSslEngineFactory {

    /** The setting with the guard. */
    static final String GUARD = "selfsame.guard";

    private @Nullable BrokerGuard guard;

    /** For Kafka. */
    public GuardedConnections() {}

    @Override
    public void configure(Map<String, ?> settings) {
        super.configure(settings);
        guard = (BrokerGuard) settings.get(GUARD);
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
        BrokerGuard its = guard;
        if (its == null) {
            throw new KafkaException("There is no guard");
        }
        try {
            // The client has looked the name up a moment ago. Java keeps what it was told for 30 s, so this is the same answer, of
            // which all addresses are looked at.
            its.require(host);
        } catch (UnknownHostException e) {
            throw new KafkaException("The name of the broker is not known");
        }
        SSLEngine engine = super.createClientSslEngine(host, port, endpointIdentification);
        return new FramedEngine(its.isSecure() ? engine : new PlainEngine(engine), its.frames(), its);
    }
}
