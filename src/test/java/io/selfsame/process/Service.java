package io.selfsame.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestSpace;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** {@code selfsame serve} in a process of its own, on a free port. */
record Service(Child child) implements AutoCloseable {

    static final String ADMIN_TOKEN = "process-tests-admin-token";
    private static final String READY = "Selfsame is ready.";
    private static final String API = "  API            ";

    /** With its own Neo4j and a token of its own making; returns once it serves. */
    static Service embedded(Path data) {
        var service = new Service(Child.selfsame(embeddedSettings(data), "serve"));
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
        child.awaitLine(READY);
        child.awaitLine("Ctrl-C stops it.");
    }

    URI url() {
        return URI.create(child.awaitLine(API).substring(API.length()));
    }

    Reply get(String path) {
        return Http.send(url(), "GET", path, "");
    }

    TestSpace newSpace(String id, String adminToken) {
        JsonNode made = Http.send(url(), "POST", "/v1/spaces", "{\"id\":\"" + id + "\",\"name\":\"" + id + "\"}",
                "Authorization", Http.bearer(adminToken)).ok().body().at("/data/space");
        return new TestSpace(url(), id, made.path("writeKey").asText(), made.path("accessToken").asText(), adminToken);
    }

    @Override
    public void close() {
        child.close();
    }
}
