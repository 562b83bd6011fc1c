package io.selfsame.siege;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.selfsame.siege.client.Answer;
import io.selfsame.siege.client.Tally;
import io.selfsame.siege.client.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** New audiences over all people and over the big account, while everything else goes on. They must become right. */
final class Backfill implements Attack {

    private static final String PEOPLE = "Seen at all";
    private static final String ACCOUNTS = "Seen accounts";
    private static final int PAUSE_MILLIS = 500;

    @Override
    public String title() {
        return "backfill";
    }

    /** Takes away what an earlier siege has left. */
    static void clear(Siege siege) {
        for (JsonNode audience : audiences(siege)) {
            siege.big().manage("DELETE", "audiences/" + audience.path("id").asText(), "").ok();
        }
    }

    private static JsonNode audiences(Siege siege) {
        return siege.big().manage("GET", "audiences", "").ok().body().at("/data/audiences");
    }

    @Override
    public void run(Siege siege, Tally tally) {
        define(siege, tally, PEOPLE, "USERS", "event('" + BigSpace.SEEN + "').count() >= 1");
        define(siege, tally, ACCOUNTS, "ACCOUNTS", "ANY(event('" + BigSpace.SEEN + "').count() >= 1)");
    }

    private static void define(Siege siege, Tally tally, String name, String type, String query) {
        byte[] request = Wire.request("POST", "/v1/spaces/" + siege.big().id() + "/audiences", "{\"name\":\"" + name
                + "\",\"audienceType\":\"" + type + "\",\"definition\":{\"query\":\"" + query + "\"}}",
                Wire.manager(siege.big().adminToken()));
        Answer answer = Wire.ask(siege.url(), request);
        while (!answer.ok() && !siege.over()) {
            tally.count(answer.outcome());
            Siege.pause(PAUSE_MILLIS);
            answer = Wire.ask(siege.url(), request);
        }
        tally.count(answer.outcome());
    }

    @Override
    public List<String> faults(Siege siege, Tally tally) {
        long end = System.nanoTime() + siege.scale().patience().toNanos();
        List<String> faults = new ArrayList<>(tally.except("200", "429", "503"));
        await(siege, PEOPLE, end, faults, found -> size(found) == siege.scale().people());
        // In full form the account has more members and events than a heap of 700 MB may hold, and that must be said.
        await(siege, ACCOUNTS, end, faults, siege.scale().full()
                ? found -> found.path("error").asText().contains("of an account with more than")
                : found -> size(found) == 1);
        return faults;
    }

    private static void await(Siege siege, String name, long end, List<String> faults, Predicate<JsonNode> right) {
        JsonNode found = find(siege, name);
        while (!right.test(found) && System.nanoTime() < end) {
            Siege.pause(PAUSE_MILLIS);
            found = find(siege, name);
        }
        if (!right.test(found)) {
            faults.add("backfill: '" + name + "' has not become right: " + found);
        }
    }

    private static int size(JsonNode audience) {
        return audience.at("/size/count").asInt(-1);
    }

    private static JsonNode find(Siege siege, String name) {
        for (JsonNode audience : audiences(siege)) {
            if (audience.path("name").asText().equals(name)) {
                return siege.big().manage("GET", "audiences/" + audience.path("id").asText(), "").ok().body()
                        .at("/data/audience");
            }
        }
        return MissingNode.getInstance();
    }
}
