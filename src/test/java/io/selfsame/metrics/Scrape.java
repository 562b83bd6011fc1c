package io.selfsame.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer of {@code /metrics}, read as a Prometheus server reads it: each line is of the text format, or it is a failure. */
record Scrape(String text, Map<String, Double> samples) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) .+");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*\\})? (\\S+)");

    static HttpResponse<String> get(URI service, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(service + "/metrics")).timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    static Scrape of(URI service, String token) {
        HttpResponse<String> answer = get(service, "Authorization", "Bearer " + token);
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"));
        return parse(answer.body());
    }

    static Scrape parse(String text) {
        Map<String, Double> samples = new LinkedHashMap<>();
        Set<String> types = new HashSet<>();
        for (String line : text.split("\n")) {
            Matcher comment = COMMENT.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (comment.matches()) {
                assertTrue(types.add(comment.group(1) + comment.group(2)), "twice: " + line);
            } else {
                assertTrue(sample.matches(), "not of the text format: " + line);
                double value = switch (sample.group(3)) {
                    case "+Inf" -> Double.POSITIVE_INFINITY;
                    case "-Inf" -> Double.NEGATIVE_INFINITY;
                    case String number -> Double.parseDouble(number);
                };
                String series = line.substring(0, line.lastIndexOf(' '));
                assertTrue(samples.put(series, value) == null, "twice: " + series);
            }
        }
        return new Scrape(text, samples);
    }

    /** 0 if there is none. */
    double value(String series) {
        return samples.getOrDefault(series, 0.0);
    }

    /** The sum over all series of a name whose labels say all that. */
    double sum(String name, String... labels) {
        return samples.entrySet().stream().filter(one -> one.getKey().equals(name)
                || one.getKey().startsWith(name + "{") && List.of(labels).stream().allMatch(one.getKey()::contains))
                .mapToDouble(Map.Entry::getValue).sum();
    }

    List<String> series(String name, String... labels) {
        return samples.keySet().stream().filter(one -> one.startsWith(name + "{")
                && List.of(labels).stream().allMatch(one::contains)).toList();
    }
}
