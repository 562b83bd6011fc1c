package io.selfsame.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who has which value of which definition, as the Profile API says: for each definition how many people have one (are in the
 * audience), and a checksum of (person, value). bench/postgres makes the same of its results.
 */
final class Values {
    private static final int LOOKUP = 1000;

    /**
     * People with a value.
     *
     * @param checksum
     *            60 bits
     */
    record Sum(long people, long checksum) {
        static final Sum NONE = new Sum(0, 0);

        /** With one more person; the order in which they come does not matter. */
        Sum with(String externalId, String value) {
            return new Sum(people + 1, checksum ^ hash(externalId + "=" + value));
        }
    }

    private Values() {}

    /**
     * Reads everybody.
     *
     * @throws IOException
     *             also when somebody is not found, or two are the same
     */
    static Map<String, Sum> read(Api profiles, HistoryState state, List<String> keys) throws IOException {
        Map<String, Sum> sums = new LinkedHashMap<>();
        keys.forEach(key -> sums.put(key, Sum.NONE));
        Set<String> profilesSeen = new HashSet<>();
        String path = "/v1/spaces/" + state.space().orElseThrow().id() + "/collections/users/lookup";
        for (int first = 0; first < state.complete(); first += LOOKUP) {
            ObjectNode body = Api.object();
            var ids = body.putArray("ids");
            for (int person = first; person < Math.min(first + LOOKUP, state.complete()); person++) {
                ids.add(ShopPerson.of(person, ShopLife.random(state.seed(), person)).externalId());
            }
            keys.forEach(body.withArrayProperty("include")::add);
            for (JsonNode found : profiles.post(path, body).orFail().body().path("data")) {
                String id = found.path("id").asText();
                if (!found.path("found").asBoolean() || !profilesSeen.add(found.path("segment_id").asText())) {
                    throw new IOException("not one person but none or another's profile: " + found);
                }
                add(sums, id, found.path("traits"));
            }
        }
        if (profilesSeen.size() != state.complete()) {
            throw new IOException(profilesSeen.size() + " of " + state.complete() + " people were answered");
        }
        return sums;
    }

    private static void add(Map<String, Sum> sums, String id, JsonNode traits) {
        sums.replaceAll((key, sum) -> {
            String value = text(traits.path(key));
            return value.isEmpty() ? sum : sum.with(id, value);
        });
    }

    /**
     * A value as text; empty for none, for {@code false} (not in the audience), for a list of nothing, and for 0: of most people
     * who have done nothing a count or sum is not stored at all.
     */
    static String text(JsonNode value) {
        if (value.isNumber()) {
            BigDecimal number = new BigDecimal(value.asText()).setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
            return number.signum() == 0 ? "" : number.toPlainString();
        }
        if (value.isArray()) {
            List<String> elements = new ArrayList<>();
            value.forEach(element -> elements.add(text(element)));
            return String.join(",", elements);
        }
        return (value.isBoolean() && !value.asBoolean()) || value.isNull() ? "" : value.asText();
    }

    /** The first 60 bits of MD5: what SQL has at hand. */
    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            long bits = 0;
            for (int i = 0; i < 8; i++) {
                bits = bits << 8 | (digest[i] & 0xFF);
            }
            return bits >>> 4;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
