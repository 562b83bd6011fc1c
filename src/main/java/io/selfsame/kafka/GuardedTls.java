package io.selfsame.kafka;

import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the TLS of a connection to a broker, unless the broker is where none may be. Kafka's client asks for it after it has begun to
 * connect and before it has sent a byte, for each connection and each broker, also those that other brokers name. Public, as Kafka
 * makes it.
 */
public final class GuardedTls extends DefaultSslEngineFactory {

    /** The setting with the guard. */
    static final String GUARD = "selfsame.guard";

    private @Nullable BrokerGuard guard;

    /** For Kafka. */
    public GuardedTls() {}

    @Override
    public void configure(Map<String, ?> settings) {
        super.configure(settings);
        guard = (BrokerGuard) settings.get(GUARD);
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String endpointIdentification) {
        if (guard == null) {
            throw new KafkaException("There is no guard");
        }
        try {
            // The system has looked the name up a moment ago and answers the same. Whatever else it leads to then must still show
            // a certificate of this name.
            guard.require(host);
        } catch (UnknownHostException e) {
            throw new KafkaException("The name of the broker is not known");
        }
        return super.createClientSslEngine(host, port, endpointIdentification);
    }
}
