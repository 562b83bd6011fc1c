package io.selfsame.kafka;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * Kafka's login by SCRAM, with {@link BoundedScram} in it. Kafka makes it by its name.
 */
public final class BoundedScramLogin extends ScramLoginModule {

    static {
        // Kafka has put its own there before; the first is asked.
        Security.insertProviderAt(new BoundedScramProvider(), 1);
    }

    private static final class BoundedScramProvider extends Provider {

        private static final long serialVersionUID = 1;

        BoundedScramProvider() {
            super("Selfsame SCRAM", "1",
                    "SCRAM for clients of Kafka, with a bound for the work that a broker asks for");
            for (String mechanism : List.of("SCRAM-SHA-256", "SCRAM-SHA-512")) {
                put("SaslClientFactory." + mechanism, BoundedScram.class.getName());
            }
        }
    }
}
