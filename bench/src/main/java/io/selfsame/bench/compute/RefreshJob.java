package io.selfsame.bench.compute;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.bench.http.JsonAnswer;
import io.selfsame.bench.http.JsonApi;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The job that refreshes a space: stops and starts its schedule, and runs it when told. */
final class RefreshJob {
    private static final int BAD_REQUEST = 400;
    private static final int DAY_SECONDS = 86_400;
    private static final long POLL_MILLIS = 50;
    private static final long NEWS = TimeUnit.SECONDS.toNanos(20);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(30);

    private final JsonApi management;
    private final String jobs;
    private final int intervalSeconds;

    /**
     * One run.
     *
     * @param started
     *            the moment it computed for
     * @param inside
     *            milliseconds as the service says
     * @param wall
     *            milliseconds from the call to the end seen
     * @param result
     *            what the service says of it
     */
    record Run(Instant started, double inside, double wall, String result) {}

    /**
     * Of one space.
     *
     * @param intervalSeconds
     *            the service's default, for a service that knows no pause
     */
    RefreshJob(JsonApi management, String space, int intervalSeconds) {
        this.management = management;
        this.jobs = "/v1/spaces/" + space + "/jobs";
        this.intervalSeconds = intervalSeconds;
    }

    /** From now on it runs when told only. */
    void pause() throws IOException {
        schedule(true);
    }

    /** From now on it runs by itself. */
    void resume() throws IOException {
        schedule(false);
    }

    private void schedule(boolean paused) throws IOException {
        JsonAnswer answer = management.put(jobs + "/refresh", JsonApi.object().put("paused", paused));
        if (answer.status() == BAD_REQUEST) {
            answer = management.put(jobs + "/refresh",
                    JsonApi.object().put("intervalSeconds", paused ? DAY_SECONDS : intervalSeconds));
        }
        answer.orFail();
    }

    /**
     * Runs it and waits for the end. The schedule must be paused, or the run that is seen could be another.
     *
     * @throws IOException
     *             also when the run fails
     */
    Run run() throws IOException, InterruptedException {
        String before = awaitIdle("");
        long start = System.nanoTime();
        management.post(jobs + "/refresh/run", JsonApi.object()).orFail();
        awaitIdle(before);
        double wall = (System.nanoTime() - start) / 1e6;
        JsonNode job = state();
        if (job.hasNonNull("lastError")) {
            throw new IOException("the refresh failed: " + job);
        }
        return new Run(Instant.parse(job.path("lastStartedAt").asText()), job.path("lastDurationMs").asDouble(), wall,
                job.path("lastResult").isTextual()
                        ? job.path("lastResult").asText()
                        : job.path("lastResult").toString());
    }

    /** Waits until no run is under way and the last one is another than {@code before}; returns when that one started. */
    private String awaitIdle(String before) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE;
        long told = System.nanoTime();
        while (System.nanoTime() - deadline < 0) {
            JsonNode job = state();
            String started = job.path("lastStartedAt").asText("");
            String finished = job.path("lastFinishedAt").asText("");
            boolean idle = !job.path("running").asBoolean() && (started.isEmpty()
                    || (!finished.isEmpty() && !Instant.parse(finished).isBefore(Instant.parse(started))));
            if (idle && (before.isEmpty() || !started.equals(before))) {
                return started.isEmpty() ? "never" : started;
            }
            if (System.nanoTime() - told > NEWS) {
                told = System.nanoTime();
                System.err.printf("waiting for the refresh to end, which is %,d s behind%n",
                        job.path("lagSeconds").asLong());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new IOException("the refresh does not end: " + state());
    }

    private JsonNode state() throws IOException {
        JsonAnswer answer = management.get(jobs).orFail();
        for (JsonNode job : answer.body().path("data").path("jobs")) {
            if (job.path("name").asText().equals("refresh")) {
                return job;
            }
        }
        throw new IOException("there is no job 'refresh': " + answer.text());
    }
}
