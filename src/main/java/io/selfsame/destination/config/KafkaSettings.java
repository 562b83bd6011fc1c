package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.destination.config.SettingField.SettingType;
import io.selfsame.kafka.KafkaCluster;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The settings by which a cluster of Kafka is reached, in forms, requests and the graph. */
public final class KafkaSettings {

    static final String SERVERS = "bootstrapServers";
    static final String SECURITY = "security";
    static final String MECHANISM = "mechanism";
    static final String USERNAME = "username";
    static final String PASSWORD = "password";
    static final String TOPIC = "topic";
    static final String COMPRESSION = "compression";

    private static final SettingField BROKERS = SettingField.needed(SERVERS, "Bootstrap servers",
            "Brokers where the others are asked for: host:port, with commas between several.",
            new SettingType.Servers());

    private static final List<SettingField> AS_WHOM = List.of(
            SettingField.plain(SECURITY, "Security",
                    "PLAINTEXT is taken only for addresses that the operator has listed. The certificates of brokers must be"
                            + " trusted by Java.",
                    new SettingType.Choice(List.of("SSL", "SASL_SSL", "PLAINTEXT")), "SSL"),
            SettingField.plain(MECHANISM, "Mechanism", "How the password is proven, with SASL_SSL.",
                    new SettingType.Choice(List.of("SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN")), "SCRAM-SHA-512"),
            SettingField.secret(USERNAME, "User name", "With SASL_SSL.", new SettingType.Text(200), false),
            SettingField.secret(PASSWORD, "Password", "With SASL_SSL.", new SettingType.Text(1_000), false));

    private KafkaSettings() {}

    /** The settings of the connection, with others behind the brokers. */
    public static List<SettingField> connectionAnd(SettingField... others) {
        return Stream.of(Stream.of(BROKERS), Stream.of(others), AS_WHOM.stream()).flatMap(each -> each).toList();
    }

    /**
     * The cluster of settings as they are stored.
     *
     * @param secrets in the clear, by name
     */
    public static KafkaCluster cluster(JsonNode plain, Map<String, String> secrets) {
        return KafkaCluster.of(plain.path(SERVERS).asText(), plain.path(SECURITY).asText(),
                plain.path(MECHANISM).asText(),
                secrets.getOrDefault(USERNAME, ""), secrets.getOrDefault(PASSWORD, ""));
    }
}
