package io.selfsame.kafka;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.spi.LoginModule;
import org.apache.kafka.common.security.plain.PlainLoginModule;

/**
 * Where the brokers of a cluster are, and as whom we come to them. Immutable. A password is in the clear here.
 *
 * @param servers one or more as {@code host:port}, where the others are asked for
 * @param credentials of {@link Security#SASL_SSL} alone
 */
public record KafkaCluster(List<String> servers, Security security, Optional<Credentials> credentials) {

    /** How connections are secured, as Kafka calls it. */
    public enum Security {
        /** Neither encrypted nor with a user. */
        PLAINTEXT,
        /** TLS. */
        SSL,
        /** TLS, with a user and a password. */
        SASL_SSL
    }

    /** How a password is proven. */
    public enum Mechanism {
        /** It is sent. */
        PLAIN("PLAIN", PlainLoginModule.class),
        /** It is proven without being sent, by SHA-256. */
        SCRAM_SHA_256("SCRAM-SHA-256", BoundedScramLogin.class),
        /** It is proven without being sent, by SHA-512. */
        SCRAM_SHA_512("SCRAM-SHA-512", BoundedScramLogin.class);

        private final String text;
        private final String module;

        Mechanism(String text, Class<? extends LoginModule> module) {
            this.text = text;
            this.module = module.getName();
        }

        /** As Kafka calls it. */
        public String text() {
            return text;
        }

        String module() {
            return module;
        }
    }

    /** A user of the cluster. */
    public record Credentials(Mechanism mechanism, String user, String password) {

        @Override
        public String toString() {
            return mechanism.text();
        }
    }

    public KafkaCluster {
        servers = List.copyOf(servers);
    }

    /**
     * Of settings as they are stored.
     *
     * @param servers with commas
     * @param mechanism counts with {@code SASL_SSL} alone, as do user and password
     */
    public static KafkaCluster of(String servers, String security, String mechanism, String user, String password) {
        Security secured = Security.valueOf(security);
        return new KafkaCluster(List.of(servers.split(",", -1)), secured, switch (secured) {
            case PLAINTEXT, SSL -> Optional.empty();
            case SASL_SSL -> Optional.of(new Credentials(
                    Arrays.stream(Mechanism.values()).filter(each -> each.text().equals(mechanism)).findFirst()
                            .orElseThrow(),
                    user, password));
        });
    }

    boolean isSecure() {
        return switch (security) {
            case PLAINTEXT -> false;
            case SSL, SASL_SSL -> true;
        };
    }

    @Override
    public String toString() {
        return "kafka";
    }
}
