package io.selfsame.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Optional;

/** JSON to and from a service, with the service's own words for what went wrong. Thread-safe. */
public final class ServiceClient {
    /** Long enough for a full batch on a slow disk; a service that takes longer is treated as away. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final String base;
    private final HttpClient http;

    /**
     * Of the service at an address.
     *
     * @throws CliException if the address is not an http or https one
     */
    public ServiceClient(String url) {
        this.base = url.strip().replaceAll("/+$", "");
        try {
            URI uri = URI.create(base);
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw new IllegalArgumentException("no host");
            }
        } catch (IllegalArgumentException e) {
            throw new CliException("--url must look like http://127.0.0.1:8080, it is: " + url);
        }
        // Over plain HTTP the JDK's client would first ask for HTTP/2; one protocol is one thing less to go wrong.
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** What the service said. {@code body} is missing when it was not JSON. */
    public record ServiceAnswer(int status, JsonNode body, Optional<Duration> retryAfter) {
        public String code() {
            return body.path("error").path("code").asText("http_" + status);
        }

        /** Whether it has the form of our errors; what stands before the service has pages of its own. */
        public boolean isOurs() {
            return body.path("error").path("code").isTextual();
        }

        public String message() {
            return body.path("error").path("message").asText("the service answered " + status);
        }
    }

    public String base() {
        return base;
    }

    public static String basic(String key) {
        return "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8));
    }

    public static String bearer(String token) {
        return "Bearer " + token;
    }

    /**
     * Sends and waits for the answer.
     *
     * @throws IOException if no answer came; the request may have been carried out all the same
     * @throws CliException if something other than Selfsame answers: a redirect, or a page
     */
    public ServiceAnswer post(String path, String authorization, byte[] json) throws IOException, InterruptedException {
        return send("POST", path, authorization, json);
    }

    /** As {@link #post}, with another method; an empty body is none. */
    public ServiceAnswer send(String method, String path, String authorization, byte[] json)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT)
                .header("Content-Type", "application/json").header("Authorization", authorization)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(json)).build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        JsonNode answer = parse(response.body());
        requireSelfsame(path, response, answer);
        return new ServiceAnswer(response.statusCode(), answer,
                response.headers().firstValue("Retry-After").flatMap(ServiceClient::retryAfter));
    }

    /**
     * What a proxy or some other server says must not pass for what Selfsame says. Redirects are not followed: a key or a
     * token goes only to the address that somebody typed.
     */
    private void requireSelfsame(String path, HttpResponse<byte[]> response, JsonNode body) {
        int status = response.statusCode();
        if (status / 100 == 3) {
            String target = response.headers().firstValue("Location").orElse("");
            String url = target.endsWith(path) ? target.substring(0, target.length() - path.length()) : target;
            throw new CliException("The service at " + base + " answers " + status + (url.isEmpty()
                    ? " and does not say where to go instead. Check --url."
                    : " and sends to " + url + ": give that as --url."));
        }
        if (status / 100 == 2 && response.body().length > 0 && !body.isObject()) {
            throw new CliException("What answers at " + base + " is not Selfsame (" + status
                    + ", but no JSON). Check --url.");
        }
    }

    private static JsonNode parse(byte[] body) throws IOException {
        try {
            return CliJson.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Seconds or an HTTP date; anything else is as if it were not there. */
    static Optional<Duration> retryAfter(String header) {
        try {
            if (header.strip().matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(header.strip())));
            }
            Instant until = ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration wait = Duration.between(Instant.now(), until);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
