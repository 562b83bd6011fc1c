package io.selfsame.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.security.scram.internals.ScramSaslClient.ScramSaslClientFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes Kafka's clients of SCRAM, which refuse a broker that asks for too many rounds of the hash: by RFC 5802 the server names their
 * number, and some billions would keep a thread for an hour. Java makes it by its name. Thread safe.
 */
public final class BoundedScram implements SaslClientFactory {

    /** Brokers ask for 4,096 or 8,192; their own upper bound is 16,384. */
    static final int MOST_ROUNDS = 100_000;

    /** As the first message of a server has it. */
    private static final Pattern ROUNDS = Pattern.compile(",i=([0-9]*)");

    private final SaslClientFactory theirs = new ScramSaslClientFactory();

    @Override
    public @Nullable SaslClient createSaslClient(String[] mechanisms, @Nullable String authorizationId, String protocol,
            @Nullable String serverName, Map<String, ?> properties, CallbackHandler handler) throws SaslException {
        SaslClient client = theirs.createSaslClient(mechanisms, authorizationId, protocol, serverName, properties,
                handler);
        return client == null ? null : new BoundedClient(client);
    }

    @Override
    public String[] getMechanismNames(@Nullable Map<String, ?> properties) {
        return theirs.getMechanismNames(properties);
    }

    private static void requireFewRounds(byte[] challenge) throws SaslException {
        Matcher rounds = ROUNDS.matcher(new String(challenge, StandardCharsets.UTF_8));
        while (rounds.find()) {
            String number = rounds.group(1).replaceFirst("^0+", "");
            if (number.length() > 9 || (!number.isEmpty() && Integer.parseInt(number) > MOST_ROUNDS)) {
                throw new SaslException("The broker asks for " + number + " rounds of SCRAM's hash; " + MOST_ROUNDS
                        + " are the most that is done");
            }
        }
    }

    /** Passes all on, once it has looked at it. */
    private record BoundedClient(SaslClient client) implements SaslClient {

        @Override
        public String getMechanismName() {
            return client.getMechanismName();
        }

        @Override
        public boolean hasInitialResponse() {
            return client.hasInitialResponse();
        }

        @Override
        public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
            requireFewRounds(challenge);
            return client.evaluateChallenge(challenge);
        }

        @Override
        public boolean isComplete() {
            return client.isComplete();
        }

        @Override
        public byte[] unwrap(byte[] incoming, int offset, int length) throws SaslException {
            return client.unwrap(incoming, offset, length);
        }

        @Override
        public byte[] wrap(byte[] outgoing, int offset, int length) throws SaslException {
            return client.wrap(outgoing, offset, length);
        }

        @Override
        public @Nullable Object getNegotiatedProperty(String property) {
            return client.getNegotiatedProperty(property);
        }

        @Override
        public void dispose() throws SaslException {
            client.dispose();
        }
    }
}
