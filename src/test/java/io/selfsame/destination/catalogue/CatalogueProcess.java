package io.selfsame.destination.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.clients.NodeScripts;
import io.selfsame.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The catalogue as operators run it: src/main/node in a Node process, with the packages of its lock file. */
public final class CatalogueProcess implements AutoCloseable {

    /** What it and its callers know. */
    public static final String TOKEN = "catalogue-token-of-a-test";

    private static final Path FOLDER = Path.of("target", "catalogue");
    private static final Pattern LISTENS = Pattern.compile("listens on (http://\\S+)");
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final URI url;
    private final List<String> printed = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * Starts it, and waits until it listens.
     *
     * @param port 0 for any
     * @param proxy where it goes out
     * @param environment more variables
     */
    public CatalogueProcess(int port, URI proxy, Map<String, String> environment) {
        NodeScripts.requireNode();
        NodeScripts.install(Path.of("src", "main", "node"), FOLDER);
        var builder = new ProcessBuilder(NodeScripts.node24().toString(), "catalogue.mjs").directory(FOLDER.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().putAll(Map.of("SELFSAME_CATALOGUE_TOKEN", TOKEN, "SELFSAME_CATALOGUE_PORT",
                Integer.toString(port), "SELFSAME_CATALOGUE_PROXY", proxy.toString()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CompletableFuture<URI> listens = new CompletableFuture<>();
        Thread.startVirtualThread(() -> listen(listens));
        try {
            url = listens.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("The catalogue does not start: " + printed(), e);
        }
    }

    private void listen(CompletableFuture<URI> listens) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (printed) {
                    printed.add(line);
                }
                Matcher found = LISTENS.matcher(line);
                if (found.find()) {
                    listens.complete(URI.create(found.group(1)));
                }
            }
        } catch (IOException e) {
            // It was ended.
        }
        listens.completeExceptionally(new IOException("it has ended"));
    }

    /** Where it listens. */
    public URI url() {
        return url;
    }

    /** All that it has written. */
    public String printed() {
        synchronized (printed) {
            return String.join("\n", printed);
        }
    }

    JsonNode get(String path) {
        return call(HttpRequest.newBuilder(url.resolve(path)), 200);
    }

    JsonNode post(String path, JsonNode body) {
        return post(path, body, 200);
    }

    JsonNode post(String path, JsonNode body, int status) {
        return call(HttpRequest.newBuilder(url.resolve(path)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))), status);
    }

    private JsonNode call(HttpRequest.Builder request, int status) {
        HttpResponse<String> response = send(request.header("Authorization", "Bearer " + TOKEN));
        if (response.statusCode() != status) {
            throw new AssertionError("It answered " + response.statusCode() + ": " + response.body());
        }
        return Json.parse(response.body());
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
