package io.selfsame.bench.compute;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.bench.http.JsonAnswer;
import io.selfsame.bench.http.JsonApi;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Creates definitions in a space and waits for them. */
final class DefinitionSetup {
    private static final int CONFLICT = 409;
    private static final long POLL_MILLIS = 500;

    private final JsonApi management;
    private final String space;

    DefinitionSetup(JsonApi management, String space) {
        this.management = management;
        this.space = space;
    }

    /**
     * Creates those that are not there yet, and returns when all are live.
     *
     * @param patience
     *            how long to wait, in seconds
     * @throws IOException
     *             when one is refused, fails, or is not live in time
     */
    void ensure(List<DefinitionFile> files, int patience) throws IOException, InterruptedException {
        Map<DefinitionFile, String> waiting = new LinkedHashMap<>();
        for (DefinitionFile file : files) {
            waiting.put(file, create(file));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patience);
        while (!waiting.isEmpty()) {
            Set<DefinitionFile> live = new HashSet<>();
            for (Map.Entry<DefinitionFile, String> entry : waiting.entrySet()) {
                DefinitionFile file = entry.getKey();
                JsonNode found = management.get(file.path(space) + "/" + entry.getValue()).inside();
                String status = found.path("status").asText();
                if (status.equalsIgnoreCase("live")) {
                    live.add(file);
                } else if (status.equalsIgnoreCase("failed") || System.nanoTime() - deadline > 0) {
                    throw new IOException(file.key() + " is not live but " + found);
                }
            }
            waiting.keySet().removeAll(live);
            if (!waiting.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
    }

    private String create(DefinitionFile file) throws IOException {
        JsonAnswer answer = management.post(file.path(space), file.creation());
        if (answer.status() == CONFLICT) {
            return find(file).orElseThrow(() -> new IOException(file.key() + " is refused: " + answer.text()));
        }
        return answer.inside().path("id").asText();
    }

    /** The one of an earlier run. */
    private Optional<String> find(DefinitionFile file) throws IOException {
        for (JsonNode found : management.get(file.path(space)).inside()) {
            if (found.path("key").asText().equals(file.key())
                    && found.path("definition").path("query").asText().equals(file.query())) {
                return Optional.of(found.path("id").asText());
            }
        }
        return Optional.empty();
    }
}
