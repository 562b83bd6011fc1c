package io.selfsame.bench.compute;

import io.selfsame.bench.delivery.Receiver;
import io.selfsame.bench.http.JsonApi;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A destination of the space that is told of every change; closing deletes nothing, and disables it. */
final class Webhook implements IngestMeasure.Burden, AutoCloseable {
    private static final long POLL_MILLIS = 200;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(15);

    private final JsonApi management;
    private final RefreshJob job;
    private final String path;

    /** Makes it; it is told of what changes from now on. */
    Webhook(JsonApi management, String space, Receiver receiver, RefreshJob job) throws IOException {
        this.management = management;
        this.job = job;
        var body = JsonApi.object().put("name", "bench " + System.currentTimeMillis()).put("kind", "webhook")
                .put("firstSync", "changes");
        body.putObject("settings").put("url", receiver.url());
        String destinations = "/v1/spaces/" + space + "/destinations";
        path = destinations + "/" + management.post(destinations, body).inside().path("id").asText();
    }

    @Override
    public String name() {
        return "delivering";
    }

    @Override
    public double goal() {
        return 0.85;
    }

    /** Refreshing goes on: it is on in each turn. */
    @Override
    public void stop() throws IOException, InterruptedException {
        job.pause();
        job.run();
        awaitNothingPending();
        enable(false);
        job.resume();
    }

    @Override
    public void start() throws IOException, InterruptedException {
        enable(true);
        awaitNothingPending();
    }

    private void enable(boolean enabled) throws IOException {
        management.patch(path, JsonApi.object().put("enabled", enabled)).orFail();
    }

    private void awaitNothingPending() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE;
        while (management.get(path + "/overview").inside().path("pending").asLong() > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("changes still wait for the webhook");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        enable(false);
    }
}
