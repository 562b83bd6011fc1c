package io.selfsame.bench.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.bench.http.JsonApi;
import io.selfsame.bench.shop.HistoryState;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
final class ValueReader {
    private static final int LOOKUP = 1000;

    private ValueReader() {}

    /**
     * Reads everybody.
     *
     * @throws IOException
     *             also when somebody is not found, or two are the same
     */
    static Map<String, ValueSum> read(JsonApi profiles, HistoryState state, List<String> keys) throws IOException {
        Map<String, ValueSum> sums = new LinkedHashMap<>();
        keys.forEach(key -> sums.put(key, ValueSum.NONE));
        Set<String> profilesSeen = new HashSet<>();
        String path = "/v1/spaces/" + state.space().orElseThrow().id() + "/collections/users/lookup";
        for (int first = 0; first < state.complete(); first += LOOKUP) {
            ObjectNode body = JsonApi.object();
            var ids = body.putArray("ids");
            for (int person = first; person < Math.min(first + LOOKUP, state.complete()); person++) {
                ids.add(state.externalId(person));
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

    private static void add(Map<String, ValueSum> sums, String id, JsonNode traits) {
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
}
