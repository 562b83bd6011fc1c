package io.selfsame.destination.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.error.Invalid;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is sent as it is goes to nobody whom it was not given for: who may change the address need not know it. Pure. */
public final class SecretMoves {

    private SecretMoves() {}

    /**
     * Requires that secrets are given anew if they would go to another server, or to another path or query of the same: many share a host,
     * such as {@code hooks.example.com/tenant-a}.
     *
     * @param before the settings so far that are no secrets
     * @throws Invalid if one of them is to stay
     */
    public static void requireAnew(JsonNode before, SettingsReader.ReadSettings after) {
        leadsElsewhere(before, after.plain()).ifPresent(setting -> {
            List<String> kept = after.secrets().entrySet().stream()
                    .filter(each -> each.getValue() instanceof SecretInput.Kept && isSentAsItIs(each.getKey()))
                    .map(Map.Entry::getKey).sorted().toList();
            if (!kept.isEmpty()) {
                throw new Invalid(
                        "settings." + setting
                                + " leads to another server, path or query: give these secrets anew, or set them"
                                + " to null: " + String.join(", ", kept));
            }
        });
    }

    /** Whether the receiver gets a secret itself, and not only what it has signed. */
    private static boolean isSentAsItIs(String secret) {
        return SettingsReader.header(secret).isPresent() || Set.of(DestinationKind.WRITE_KEY, KafkaSettings.USERNAME,
                KafkaSettings.PASSWORD).contains(secret);
    }

    /** The setting by which another server gets the secrets, or gets them in the clear, if there is one. */
    private static Optional<String> leadsElsewhere(JsonNode before, JsonNode after) {
        JsonNode from = before.path(DestinationKind.URL);
        if (!from.isMissingNode() && !place(from.asText()).equals(place(after.path(DestinationKind.URL).asText()))) {
            return Optional.of(DestinationKind.URL);
        }
        Set<String> known = servers(before);
        if (!known.isEmpty() && !known.containsAll(servers(after))) {
            return Optional.of(KafkaSettings.SERVERS);
        }
        JsonNode proven = before.path(KafkaSettings.MECHANISM);
        return proven.isMissingNode() || proven.equals(after.path(KafkaSettings.MECHANISM))
                ? Optional.empty()
                : Optional.of(KafkaSettings.MECHANISM);
    }

    private static Set<String> servers(JsonNode settings) {
        String servers = settings.path(KafkaSettings.SERVERS).asText();
        return servers.isEmpty() ? Set.of() : new HashSet<>(List.of(servers.toLowerCase(Locale.ROOT).split(",", -1)));
    }

    /** Where it leads, and as what: some tell their customers apart by the query. */
    private static String place(String url) {
        URI uri = URI.create(url);
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        return (secure ? "https://" : "http://") + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port
                + (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath())
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }
}
