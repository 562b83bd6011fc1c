package io.selfsame.acceptance.audience;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.query.parse.QueryParser;
import io.selfsame.testing.Clocked;
import io.selfsame.testing.Crowd;
import io.selfsame.testing.Http;
import io.selfsame.testing.QueryOracle;
import io.selfsame.testing.RandomDefinitions;
import io.selfsame.testing.RandomShop;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** One random life of a space: things happen, time goes on, a refresh follows, and everybody agrees. Seeded. */
final class RefreshRound {

    /** A definition that the service has. */
    record Live(String id, String text, JsonNode options, QueryOracle.Definition definition) {
        boolean refersTo(String key) {
            return Pattern.compile("'" + key + "['.]").matcher(text).find();
        }

        @Override
        public String toString() {
            return definition.key() + (definition.ofAccounts() ? " of accounts" : "") + " " + text + " " + options;
        }
    }

    private static final List<String> OPTIONS = List.of("{}", "{\"includeAnonymous\":true}",
            "{\"filterByExternalIds\":[]}", "{\"filterByExternalIds\":[\"user_id\"]}");
    private static final List<String> LIST = List.of("\"pro\"", "\"a\"", "\"b\"", "\"sku-1\"", "12", "12.5", "1",
            "\"2026-03-10T01:00:00+01:00\"");
    private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "America/Los_Angeles",
            "Asia/Kathmandu");
    private static final int FIRST_DEFINITIONS = 5;
    private static final int MOST_DEFINITIONS = 9;

    private final long seed;
    private final Random random;
    private final RandomShop shop;
    private final RandomDefinitions texts;
    private final TestSpace space = TestServer.shared().newSpace();
    private final Map<String, Crowd.Sent> sent = new HashMap<>();
    /** In the order of their making: each refers only to earlier ones, so that no cycle comes up. */
    private final List<Live> live = new ArrayList<>();
    private final RefreshAgreement agreement = new RefreshAgreement(space);
    private final StringBuilder story = new StringBuilder();
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private int made;

    RefreshRound(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.shop = new RandomShop(random);
        this.texts = new RandomDefinitions(random);
        space.manage("PUT", "jobs/refresh", "{\"paused\":true}").ok();
        putList();
        send(25);
        for (int i = 0; i < FIRST_DEFINITIONS; i++) {
            create();
        }
    }

    /** Something happens, or nothing but time; then a refresh, and everybody is asked. */
    void step() {
        for (int i = random.nextInt(4); i > 0; i--) {
            happen();
        }
        now = switch (random.nextInt(6)) {
            case 0 -> now;
            case 1 -> now.plusMillis(1);
            case 2 -> shop.near(now, 4 * (1 + random.nextInt(6)));
            default -> shop.near(now, 1 + random.nextInt(5));
        };
        for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
            // Of two seeds one takes every page, portion and slice to its end.
            (seed % 2 == 0 ? Clocked.SMALL : Clocked.SHARED).refresh(space, now);
        }
        tell("refreshed at " + now);
        agreement.check(live, Crowd.of(space, sent), now,
                "-Dseed=" + seed + " -Dselfsame.rounds=1" + story + "\n");
    }

    /** Things happen while the jobs of the services run; none is refreshed here. */
    void race(Clocked between, int times) {
        for (int i = 0; i < times; i++) {
            happen();
            between.refresh(space, now);
        }
    }

    /** Once nobody is at work any more: all are right, as of now. */
    void settle() {
        now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        Clocked.SHARED.refresh(space, now);
        agreement.sawNotAll();
        agreement.check(live, Crowd.of(space, sent), now, "-Dseed=" + seed + story + "\n");
    }

    TestSpace space() {
        return space;
    }

    private void happen() {
        switch (random.nextInt(10)) {
            case 9 -> {
                putList();
            }
            case 8 -> {
                String zone = ZONES.get(random.nextInt(ZONES.size()));
                space.manage("PATCH", "", "{\"timeZone\":\"" + zone + "\"}").ok();
                tell("in " + zone);
            }
            case 0, 1, 2 -> send(1 + random.nextInt(3));
            case 3 -> send(10 + random.nextInt(20));
            case 4, 5 -> create();
            case 6 -> patch();
            default -> delete();
        }
    }

    private void putList() {
        List<String> values = new ArrayList<>(LIST);
        values.removeIf(value -> random.nextBoolean());
        String body = "{\"values\":[" + String.join(",", values) + "]}";
        space.manage("PUT", "lists/" + RandomDefinitions.STORED_LIST, body).ok();
        tell("list " + body);
    }

    private void send(int count) {
        List<ObjectNode> messages = shop.messages(count, now);
        space.batch(messages.toString()).ok();
        messages.forEach(message -> sent.putIfAbsent(message.path("messageId").asText(), new Crowd.Sent(message, "")));
        tell("sent " + messages);
    }

    private void create() {
        if (live.size() == MOST_DEFINITIONS) {
            return;
        }
        boolean audience = random.nextInt(3) > 0;
        boolean ofAccounts = random.nextInt(4) == 0;
        String key = "d" + made++;
        Live next = live("", key, audience, ofAccounts, options(ofAccounts), live.size());
        ObjectNode body = body(next).put("name", key).put("key", key).put("enabled", true).put("audienceType",
                ofAccounts ? "ACCOUNTS" : "USERS");
        body.set("options", next.options());
        JsonNode answer = space.manage("POST", path(audience), body.toString()).ok().body();
        String id = answer.at(audience ? "/data/audience/id" : "/data/computedTrait/id").asText();
        live.add(new Live(id, next.text(), next.options(), next.definition()));
        tell("created " + next);
    }

    private void patch() {
        if (live.isEmpty()) {
            return;
        }
        int index = random.nextInt(live.size());
        Live old = live.get(index);
        boolean audience = old.definition().isAudience();
        boolean ofAccounts = old.definition().ofAccounts();
        Live next = live(old.id(), old.definition().key(), audience, ofAccounts, options(ofAccounts), index);
        ObjectNode body = body(next);
        body.set("options", next.options());
        space.manage("PATCH", path(audience) + "/" + old.id(), body.toString()).ok();
        live.set(index, next);
        tell("patched " + next);
    }

    private void delete() {
        List<Live> free = live.stream()
                .filter(one -> live.stream().noneMatch(other -> other.refersTo(one.definition().key()))).toList();
        if (!free.isEmpty()) {
            Live gone = free.get(random.nextInt(free.size()));
            space.manage("DELETE", path(gone.definition().isAudience()) + "/" + gone.id(), "").ok();
            live.remove(gone);
            tell("deleted " + gone);
        }
    }

    private Live live(String id, String key, boolean audience, boolean ofAccounts, JsonNode options, int index) {
        List<String> keys = live.subList(0, index).stream().map(one -> one.definition().key()).toList();
        String text = audience ? texts.condition(keys, ofAccounts) : texts.reduction();
        var query = audience ? QueryParser.membership(text, ofAccounts) : QueryParser.computation(text);
        return new Live(id, text, options,
                new QueryOracle.Definition(key, ofAccounts, query, AudienceScenario.needs(options)));
    }

    private static ObjectNode body(Live definition) {
        ObjectNode body = Http.JSON.createObjectNode();
        body.putObject("definition").put("query", definition.text());
        return body;
    }

    /** Accounts have no IDs to ask for. */
    private JsonNode options(boolean ofAccounts) {
        return Http.json(OPTIONS.get(ofAccounts ? 2 : random.nextInt(OPTIONS.size())));
    }

    private static String path(boolean audience) {
        return audience ? "audiences" : "computed-traits";
    }

    private void tell(String what) {
        story.append("\n  ").append(what);
    }
}
