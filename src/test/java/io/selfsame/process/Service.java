package io.selfsame.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/** {@code selfsame serve} in a process of its own, on a free port. */
public record Service(Child child) implements AutoCloseable {

    public static final String ADMIN_TOKEN = "process-tests-admin-token";
    private static final String READY = "Selfsame is ready.";

    /** With a store that a kill has left with much to recover. */
    static final Duration LONG_START = Duration.ofMinutes(5);

    private static final String API = "  API            ";

    /** With its own Neo4j and a token of its own making; returns once it serves. */
    static Service embedded(Path data) {
        var service = new Service(Child.selfsame(embeddedSettings(data), "serve"));
        service.awaitReady();
        return service;
    }

    /**
     * As {@link #embedded(Path)}, with {@link #ADMIN_TOKEN} and a JVM of its own options.
     */
    public static Service embedded(Path data, List<String> jvm) {
        var settings = with(embeddedSettings(data), "SELFSAME_ADMIN_TOKEN", ADMIN_TOKEN);
        var service = new Service(Child.selfsame(jvm, settings, "serve"));
        try {
            service.child.awaitLine(READY, LONG_START);
            service.awaitReady();
            return service;
        } catch (AssertionError e) {
            service.close();
            throw e;
        }
    }

    /** With its own Neo4j, {@link #ADMIN_TOKEN} and more settings; returns once it serves. */
    public static Service embedded(Path data, Map<String, String> more) {
        var settings = new HashMap<>(with(embeddedSettings(data), "SELFSAME_ADMIN_TOKEN", ADMIN_TOKEN));
        settings.putAll(more);
        var service = new Service(Child.selfsame(settings, "serve"));
        service.awaitReady();
        return service;
    }

    static Map<String, String> embeddedSettings(Path data) {
        return Map.of("SELFSAME_DATA", data.toString(), "SELFSAME_HTTP_PORT", "0", "SELFSAME_EMBEDDED_BOLT_PORT", "0",
                "SELFSAME_EMBEDDED_HTTP_PORT", "0");
    }

    /** On a Neo4j elsewhere; returns at once. */
    static Service remote(URI neo4j, String password) {
        return new Service(Child.selfsame(remoteSettings(neo4j, password), "serve"));
    }

    static Map<String, String> remoteSettings(URI neo4j, String password) {
        return Map.of("SELFSAME_NEO4J_URI", neo4j.toString(), "SELFSAME_NEO4J_PASSWORD", password,
                "SELFSAME_HTTP_PORT", "0", "SELFSAME_ADMIN_TOKEN", ADMIN_TOKEN);
    }

    static Map<String, String> with(Map<String, String> settings, String name, String value) {
        var changed = new HashMap<>(settings);
        changed.put(name, value);
        return changed;
    }

    void awaitReady() {
        child.awaitLine(READY, LONG_START);
        child.awaitLine("Ctrl-C stops it.");
    }

    public URI url() {
        return URI.create(child.awaitLine(API).substring(API.length()));
    }

    public Reply get(String path) {
        return Http.send(url(), "GET", path, "");
    }

    public TestSpace newSpace(String id, String adminToken) {
        JsonNode made = Http.send(url(), "POST", "/v1/spaces", "{\"id\":\"" + id + "\",\"name\":\"" + id + "\"}",
                "Authorization", Http.bearer(adminToken)).ok().body().at("/data/space");
        return new TestSpace(url(), id, made.path("writeKey").asText(), made.path("accessToken").asText(), adminToken);
    }

    /** A driver of the Neo4j in the service, which the caller closes. */
    public Driver graph(Path data) {
        var line = child.awaitLine("  Bolt  ");
        try {
            return GraphDatabase.driver(line.substring(line.indexOf("bolt://")),
                    AuthTokens.basic("neo4j", Files.readString(data.resolve("neo4j.password")).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException("no password in " + data, e);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
