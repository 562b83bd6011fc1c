package io.selfsame.bench.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.bench.http.JsonApi;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A full recompute of one definition for everybody.
 *
 * @param count
 *            people in the audience, or with a value
 * @param wall
 *            milliseconds from the call to the result seen
 * @param inside
 *            milliseconds as the service says, if it does
 */
record Preview(long count, double wall, Optional<Double> inside) {
    private static final long POLL_MILLIS = 5;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(10);

    /**
     * Asks for it and waits.
     *
     * @param asOf
     *            the moment to compute for; none for now
     * @throws IOException
     *             also when it fails
     */
    static Preview run(JsonApi management, String space, DefinitionFile file, Optional<Instant> asOf)
            throws IOException, InterruptedException {
        String path = file.path(space) + "/previews";
        ObjectNode body = file.question().put("sampleSize", 1);
        asOf.ifPresent(moment -> body.put("asOf", moment.toString()));
        long start = System.nanoTime();
        JsonNode preview = management.post(path, body).inside();
        String id = preview.path("id").asText();
        while (!preview.path("status").asText().equalsIgnoreCase("completed")) {
            if (preview.path("status").asText().equalsIgnoreCase("failed")
                    || System.nanoTime() - start > PATIENCE) {
                throw new IOException("the preview of " + file.key() + " is not completed but " + preview);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            preview = management.get(path + "/" + id).inside();
        }
        double wall = (System.nanoTime() - start) / 1e6;
        return new Preview(preview.path("size").path("count").asLong(), wall, inside(preview));
    }

    private static Optional<Double> inside(JsonNode preview) {
        for (String name : List.of("computeMillis", "durationMs")) {
            if (preview.path(name).isNumber()) {
                return Optional.of(preview.path(name).asDouble());
            }
        }
        return Optional.empty();
    }
}
