package io.selfsame.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One space of a running service, and the calls its users make. IDs are written {@code type:value}, unencoded.
 *
 * @param url
 *            of the service instance that is asked
 */
public record TestSpace(URI url, String id, String writeKey, String accessToken, String adminToken) {

    /** The same space, asked at another instance of the service. */
    public TestSpace at(URI instance) {
        return new TestSpace(instance, id, writeKey, accessToken, adminToken);
    }

    /** The same space, to which events are sent with another write key. */
    public TestSpace withKey(String other) {
        return new TestSpace(url, id, other, accessToken, adminToken);
    }

    public Reply track(String json) {
        return send("track", json);
    }

    public Reply identify(String json) {
        return send("identify", json);
    }

    /** Sends a whole batch body, or a JSON array of messages. */
    public Reply batch(String json) {
        return send("batch", json.stripLeading().startsWith("[") ? "{\"batch\":" + json + "}" : json);
    }

    /** A tracking call: {@code route} is what follows {@code /v1/}. */
    public Reply send(String route, String json) {
        return Http.send(url, "POST", "/v1/" + route, json, "Authorization", Http.basic(writeKey));
    }

    /** A Profile API read: {@code path} is what follows {@code collections/users/profiles/}, already encoded. */
    public Reply profile(String path) {
        return get("collections/users/profiles/" + path);
    }

    public Reply profile(String externalId, String what) {
        return profile(Http.encode(externalId) + "/" + what);
    }

    /** A Profile API read: {@code path} is what follows the space. */
    public Reply get(String path) {
        return Http.send(url, "GET", "/v1/spaces/" + id + "/" + path, "", "Authorization", Http.basic(accessToken));
    }

    public Reply lookup(String json) {
        return Http.send(url, "POST", "/v1/spaces/" + id + "/collections/users/lookup", json, "Authorization",
                Http.basic(accessToken));
    }

    /** A management call: {@code path} is what follows the space; empty: the space itself. */
    public Reply manage(String method, String path, String json) {
        return Http.send(url, method, "/v1/spaces/" + id + (path.isEmpty() ? "" : "/" + path), json, "Authorization",
                Http.bearer(adminToken));
    }

    /** The whole ledger of the space, in commit order. */
    public List<JsonNode> decisions() {
        return pages("decisions?limit=200", next -> manage("GET", next, ""));
    }

    /** The ledger of one person, oldest first. */
    public List<JsonNode> decisions(String externalId) {
        return pages(Http.encode(externalId) + "/decisions?limit=100", this::profile);
    }

    /** Every event of one person, of whatever type. */
    public List<JsonNode> events(String externalId) {
        return pages(Http.encode(externalId) + "/events?type=identify,group,alias,track,page,screen&limit=100",
                this::profile);
    }

    /** All external IDs of the person who has this one; empty if nobody has. */
    public Set<String> idsOf(String externalId) {
        Set<String> ids = new TreeSet<>();
        pages(Http.encode(externalId) + "/external_ids?limit=100", path -> {
            Reply reply = profile(path);
            return reply.status() == 404 ? new Reply(200, reply.body(), reply.headers()) : reply;
        }).forEach(entry -> ids.add(entry.path("type").asText() + ":" + entry.path("id").asText()));
        return ids;
    }

    /** The canonical profile of the person who has this external ID (or profile). */
    public Optional<String> segmentIdOf(String externalId) {
        JsonNode found = lookup(Http.JSON.createObjectNode().set("ids", Http.JSON.createArrayNode().add(externalId))
                .toString()).ok().body().path("data").path(0);
        return Optional.of(found.path("segment_id").asText()).filter(segmentId -> !segmentId.isEmpty());
    }

    private interface Fetch {
        Reply page(String path);
    }

    private List<JsonNode> pages(String first, Fetch fetch) {
        List<JsonNode> all = new ArrayList<>();
        String path = first;
        while (true) {
            Reply reply = fetch.page(path).ok();
            reply.body().path("data").forEach(all::add);
            JsonNode cursor = reply.body().path("cursor");
            if (!cursor.path("has_more").asBoolean()) {
                return all;
            }
            path = first + "&next=" + Http.encode(cursor.path("next").asText()).replace(":", "%3A");
        }
    }
}
