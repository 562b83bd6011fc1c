package io.selfsame.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.cli.ServiceClient;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The destinations or the sources of one space, by the management API. */
final class ServiceDestinations {

    private final SpaceClient space;
    private final Managed managed;

    ServiceDestinations(SpaceClient space, Managed managed) {
        this.space = space;
        this.managed = managed;
    }

    Managed managed() {
        return managed;
    }

    /** All of the space, by name. */
    Map<String, JsonNode> all() throws InterruptedException {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        String next = "";
        do {
            JsonNode data = space.get(managed.all() + (next.isEmpty() ? "" : "?next=" + SpaceClient.encoded(next)),
                    managed.all());
            data.path(managed.all()).forEach(each -> all.put(each.path("name").asText(), each));
            next = data.path("pagination").path("next").asText("");
        } while (!next.isEmpty());
        return all;
    }

    /** The names of the settings that are secrets, by kind. */
    Map<String, Set<String>> secrets() throws InterruptedException {
        Map<String, Set<String>> secrets = new LinkedHashMap<>();
        JsonNode answer = space.get(managed.kindsRoute(), "kinds of " + managed.all());
        for (String list : List.of(managed.kinds(), "catalogueKinds")) {
            answer.path(list).forEach(kind -> {
                Set<String> names = new HashSet<>();
                kind.path("settings").forEach(setting -> {
                    if (setting.path("secret").asBoolean()) {
                        names.add(setting.path("name").asText());
                    }
                });
                secrets.put(kind.path("name").asText(), names);
            });
        }
        return secrets;
    }

    /** @param dryRun to be told what would be wrong, and nothing else */
    ServiceClient.ServiceAnswer create(JsonNode body, boolean dryRun) throws InterruptedException {
        return space.send("POST", managed.all() + flag(dryRun), Optional.of(body));
    }

    /** As {@link #create}. */
    ServiceClient.ServiceAnswer change(String id, JsonNode change, boolean dryRun) throws InterruptedException {
        return space.send("PATCH", managed.all() + "/" + SpaceClient.encoded(id) + flag(dryRun), Optional.of(change));
    }

    /** As {@link #create}. */
    ServiceClient.ServiceAnswer delete(String id, boolean dryRun) throws InterruptedException {
        return space.send("DELETE", managed.all() + "/" + SpaceClient.encoded(id) + flag(dryRun), Optional.empty());
    }

    private static String flag(boolean dryRun) {
        return dryRun ? "?dryRun=true" : "";
    }
}
