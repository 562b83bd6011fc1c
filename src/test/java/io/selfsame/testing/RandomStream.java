package io.selfsame.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Messages over a small space of IDs, so that everything collides, with the rules to resolve them by. Seeded. */
public final class RandomStream {

    private static final List<String> JUNK = List.of("null", "anonymous", "Guest", "0000-00", "-1", "NaN", "undefined",
            " ", "", "'null'", "\"None\"", "[object Object]");
    private static final List<String> KINDS = List.of("track", "track", "track", "identify", "identify", "page",
            "screen", "group", "alias");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random;
    private final String prefix;
    private final int spread;
    private final int days;
    private final boolean junk;
    private int messages;

    /**
     * @param prefix
     *            of message IDs, so that two streams can share a space
     * @param spread
     *            how many values each type has
     */
    public RandomStream(long seed, String prefix, int spread, boolean junk) {
        this.random = new Random(seed);
        this.prefix = prefix;
        this.spread = spread;
        this.days = 1 + random.nextInt(60);
        this.junk = junk;
    }

    public Oracle.Rules rules() {
        Map<String, Oracle.Rule> types = new LinkedHashMap<>();
        for (String type : List.of("user_id", "email", "anonymous_id", "phone", "crm_id")) {
            types.put(type, new Oracle.Rule(1 + random.nextInt(4),
                    pick(List.of("ever", "ever", "daily", "weekly", "monthly", "annually")), 1 + random.nextInt(4)));
        }
        return new Oracle.Rules(types, random.nextBoolean() ? 100 : 1 + random.nextInt(3),
                random.nextBoolean() ? 1000 : 3 + random.nextInt(6));
    }

    /** Some types, which keys of browsers may send. */
    public Set<String> browserIds() {
        return List.of("anonymous_id", "email", "phone", "user_id").stream().filter(type -> random.nextBoolean())
                .collect(Collectors.toSet());
    }

    /** The rules as the body of a PUT. */
    public static String body(Oracle.Rules rules) {
        return tree(rules).toString();
    }

    /** The rules as the body of a PUT, with what browser keys may send. */
    public static String body(Oracle.Rules rules, Set<String> browserIds) {
        ObjectNode body = tree(rules);
        browserIds.forEach(body.putObject("browserKeys").putArray("allowedIds")::add);
        return body.toString();
    }

    private static ObjectNode tree(Oracle.Rules rules) {
        ObjectNode body = Http.JSON.createObjectNode().put("maxMerges", rules.maxMerges()).put("maxIdentifiers",
                rules.maxIdentifiers());
        ArrayNode types = body.putArray("identifiers");
        rules.types().forEach((type, rule) -> types.addObject().put("type", type).put("limit", rule.limit())
                .put("period", rule.period()).put("priority", rule.priority()));
        return body;
    }

    public List<ObjectNode> messages(int count) {
        List<ObjectNode> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(all.isEmpty() || random.nextInt(20) > 0 ? next() : pick(all));
        }
        return all;
    }

    private ObjectNode next() {
        String type = pick(KINDS);
        Instant at = START.plusSeconds(random.nextInt(days * 86_400)).plusMillis(random.nextInt(1000));
        ObjectNode message = Http.JSON.createObjectNode().put("type", type).put("messageId", prefix + messages++)
                .put("timestamp", at.toString());
        if (random.nextInt(3) > 0) {
            message.put("anonymousId", value("a"));
        }
        if (random.nextInt(5) < 2 || !message.has("anonymousId")) {
            message.put("userId", value("u"));
        }
        ObjectNode context = Http.JSON.createObjectNode();
        if (random.nextInt(5) < 2) {
            String email = (random.nextBoolean() ? " E" : "e") + value("") + "@x.org";
            (type.equals("identify") ? message : context).putObject("traits").put("email", email);
        }
        ArrayNode externalIds = Http.JSON.createArrayNode();
        for (int i = random.nextInt(8) - 5; i > 0; i--) {
            externalIds.addObject().put("id", value("p")).put("type", pick(List.of("phone", "crm_id", "zz", "user_id")))
                    .put("collection", random.nextInt(8) == 0 ? "accounts" : "users").put("encoding", "none");
        }
        if (!externalIds.isEmpty()) {
            context.set("externalIds", externalIds);
        }
        if (!context.isEmpty()) {
            message.set("context", context);
        }
        return finish(type, message);
    }

    /** What a message of its type cannot do without. */
    private ObjectNode finish(String type, ObjectNode message) {
        switch (type) {
            case "track" -> message.put("event", "Thing Done").putObject("properties").put("n", messages);
            case "page", "screen" -> message.put("name", "Home");
            case "group" -> message.put("groupId", "g" + random.nextInt(spread));
            case "alias" -> message.put("userId", value("u")).put("previousId", "a" + random.nextInt(spread));
            default -> {
                // An identify call may come with nothing but IDs.
            }
        }
        return message;
    }

    private String value(String kind) {
        if (junk && random.nextInt(25) == 0) {
            return pick(JUNK);
        }
        return kind + random.nextInt(spread);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }
}
