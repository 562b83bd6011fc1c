package io.selfsame.destination.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the catalogue. It keeps nothing of what it is sent, and may be away at any time. Thread safe. */
public final class Catalogue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

    private static final Duration CONNECT = Duration.ofSeconds(2);
    /** Somebody waits for the answer, and others for the lock that is held meanwhile. */
    private static final Duration QUICK = Duration.ofSeconds(4);
    /** It gives a tool 12 s for each message, and does some at a time. */
    private static final Duration DELIVERY = Duration.ofSeconds(20);
    private static final long FRESH = Duration.ofMinutes(1).toNanos();
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private final CatalogueSettings settings;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1)
            .proxy(ProxySelector.of(null)).build();
    private volatile Optional<Known> known = Optional.empty();

    private record Known(List<Tool> tools, long at) {}

    /**
     * What is wrong with a setting.
     *
     * @param field its name; may be empty
     */
    public record Problem(String field, String message) {}

    /** What became of a message. */
    public sealed interface Status {

        /** The tool has it, or nothing was to be done about it. */
        record Delivered() implements Status {}

        /**
         * To be sent again, after the given time at the least.
         *
         * @param taken which subscriptions need not be told again
         */
        record Retryable(String reason, Optional<Duration> after, Set<String> taken) implements Status {}

        /** Sending it again would not help. */
        record Final(String reason) implements Status {}

        /** The destination itself is wrong: its credentials, where it leads, or what it is. */
        record Wrong(String reason, Set<String> taken) implements Status {}
    }

    public Catalogue(CatalogueSettings settings) {
        this.settings = settings;
    }

    /** All tools, by their names, as of a minute ago at most. */
    public List<Tool> tools() throws CatalogueAway, InterruptedException {
        Optional<Known> last = known;
        if (last.isPresent() && System.nanoTime() - last.get().at() < FRESH) {
            return last.get().tools();
        }
        List<Tool> tools = new ArrayList<>();
        ask("/kinds", Optional.empty(), QUICK).body().path("kinds").forEach(kind -> tools.add(Tool.of(kind)));
        known = Optional.of(new Known(List.copyOf(tools), System.nanoTime()));
        return List.copyOf(tools);
    }

    /**
     * What the library thinks of settings. No tool is asked.
     *
     * @param subscriptions empty for the presets
     */
    public List<Problem> problems(String tool, ObjectNode values, Optional<JsonNode> subscriptions)
            throws CatalogueAway, InterruptedException {
        Answer answer = ask("/validate", Optional.of(body(tool, values, subscriptions)), QUICK);
        if (answer.status() != 200) {
            return List.of(new Problem("", answer.error()));
        }
        List<Problem> problems = new ArrayList<>();
        answer.body().path("problems").forEach(problem -> problems.add(new Problem(problem.path("field").asText(),
                problem.path("message").asText())));
        return problems;
    }

    /**
     * Has a tool told of messages; a status for each, in order.
     *
     * @param taken of each message, what its statuses have said of earlier attempts
     */
    public List<Status> deliver(String tool, Map<String, JsonNode> values, Optional<JsonNode> subscriptions,
            List<ObjectNode> messages, List<Set<String>> taken) throws CatalogueAway, InterruptedException {
        ObjectNode settings = Json.object();
        values.forEach(settings::set);
        ObjectNode body = body(tool, settings, subscriptions);
        ArrayNode events = body.putArray("events");
        messages.forEach(events::add);
        ArrayNode done = body.putArray("taken");
        taken.forEach(parts -> parts.forEach(done.addArray()::add));
        Answer answer = ask("/deliver", Optional.of(body), DELIVERY);
        List<Status> statuses = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            statuses.add(answer.status() == 200 ? status(answer.body().path("statuses").path(i)) : status(answer));
        }
        return statuses;
    }

    private static ObjectNode body(String tool, ObjectNode values, Optional<JsonNode> subscriptions) {
        ObjectNode body = Json.object().put("kind", tool);
        body.set("settings", values);
        subscriptions.ifPresent(some -> body.set("subscriptions", some));
        return body;
    }

    private static Status status(JsonNode status) {
        String reason = status.path("reason").asText();
        return switch (status.path("status").asText()) {
            case "delivered", "skipped" -> new Status.Delivered();
            case "final" -> new Status.Final(reason);
            case "authentication", "refused" -> new Status.Wrong(reason, taken(status));
            default -> new Status.Retryable(reason.isEmpty() ? "the catalogue said nothing of it" : reason,
                    status.path("retryAfter").isNumber()
                            ? Optional.of(Duration.ofSeconds(status.path("retryAfter").longValue()))
                            : Optional.empty(),
                    taken(status));
        };
    }

    private static Set<String> taken(JsonNode status) {
        Set<String> taken = new HashSet<>();
        status.path("taken").forEach(part -> taken.add(part.asText()));
        return taken;
    }

    /** Of a request that it did not take. */
    private static Status status(Answer answer) {
        return switch (answer.status()) {
            case 413 -> new Status.Final("the catalogue does not take it: " + answer.error());
            case 400, 404, 409 -> new Status.Wrong("the catalogue does not take it: " + answer.error(), Set.of());
            default -> new Status.Retryable("the catalogue answered " + answer.status(), Optional.empty(), Set.of());
        };
    }

    private record Answer(int status, JsonNode body) {

        String error() {
            return body.path("error").asText();
        }
    }

    private Answer ask(String path, Optional<ObjectNode> body, Duration limit)
            throws CatalogueAway, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url().resolve(path)).timeout(limit)
                .header("Authorization", "Bearer " + settings.token());
        body.ifPresent(json -> request.header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(json))));
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            String text;
            try (InputStream in = response.body()) {
                // The time limit of the request ends with the head of the answer.
                var isRead = new CountDownLatch(1);
                Thread.ofVirtual().name("catalogue-limit").start(() -> closeAfter(limit, in, isRead));
                try {
                    text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
                } finally {
                    isRead.countDown();
                }
            }
            if (response.statusCode() == 401) {
                throw new CatalogueAway("The catalogue has another SELFSAME_CATALOGUE_TOKEN", true);
            }
            if (response.statusCode() == 503) {
                throw new CatalogueAway("The catalogue has too much to do", true);
            }
            return new Answer(response.statusCode(), Json.parse(text));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new CatalogueAway("The catalogue at " + settings.url() + " cannot be reached", true);
        } catch (HttpTimeoutException e) {
            throw new CatalogueAway("The catalogue did not answer within " + limit.toSeconds() + " s", false);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new CatalogueAway("The catalogue broke off, or is none", false);
        }
    }

    /** Whoever reads from it still then fails. */
    private static void closeAfter(Duration limit, InputStream in, CountDownLatch isRead) {
        try {
            if (!isRead.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                in.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("An answer of the catalogue was broken off, and that failed", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
