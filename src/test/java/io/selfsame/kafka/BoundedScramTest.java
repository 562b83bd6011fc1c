package io.selfsame.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;

/** What a broker may ask for when a password is proven to it. */
class BoundedScramTest {

    /** As Kafka makes one, once it has made the login. */
    private static SaslClient client(String mechanism) throws SaslException {
        assertTrue(new BoundedScramLogin().commit());
        return Sasl.createSaslClient(new String[]{mechanism}, null, "kafka", "broker.example", Map.of(), callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName("ada");
                } else if (callback instanceof PasswordCallback password) {
                    password.setPassword("secret".toCharArray());
                }
            }
        });
    }

    /** The answer to what a broker says first. */
    private static String answer(SaslClient client, String rounds) throws SaslException {
        String first = new String(client.evaluateChallenge(new byte[0]), StandardCharsets.UTF_8);
        String nonce = first.substring(first.indexOf("r=") + 2).split(",", -1)[0];
        return new String(client.evaluateChallenge(("r=" + nonce + "7,s=c2FsdA==,i=" + rounds)
                .getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void aBrokerGetsAsManyRoundsAsBrokersAskFor() throws SaslException {
        for (String mechanism : List.of("SCRAM-SHA-256", "SCRAM-SHA-512")) {
            for (String rounds : List.of("4096", "8192", "16384")) {
                SaslClient client = client(mechanism);
                assertEquals(mechanism, client.getMechanismName());
                assertTrue(answer(client, rounds).contains(",p="));
            }
        }
    }

    @Test
    void itGetsNoMore() throws SaslException {
        for (String rounds : List.of("100001", "2147483647", "99999999999", "0000002000000000", "4096,i=2000000000")) {
            SaslClient client = client("SCRAM-SHA-256");
            assertTrue(assertThrows(SaslException.class, () -> answer(client, rounds)).getMessage().contains("rounds"));
        }
    }
}
