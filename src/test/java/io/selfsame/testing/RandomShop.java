package io.selfsame.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Messages of a few people who do a few things, every six hours or a millisecond beside, so that events meet each other and
 * the edges of windows. Some come late, some lie ahead. Seeded by its random. It stays beside the shop of {@code selfsame demo}
 * because it is adversarial where that one is believable: few IDs meet often, messages come twice, values have odd types.
 */
public final class RandomShop {

    private static final int USERS = 6;
    private static final int DEVICES = 20;
    private static final int ACCOUNTS = 3;
    private static final Duration STEP = Duration.ofHours(6);
    private static final int STEPS_BACK = 15 * 4;
    private static final int STEPS_AHEAD = 3 * 4;
    private static final List<String> NAMES = List.of("Cart", "Cart", "Order", "Order", "Visit");
    private static final List<String> SKUS = List.of("a", "b", "c", "", "12");

    /** Of consent. */
    public static final List<String> CATEGORIES = List.of("Advertising", "Analytics");

    private final Random random;
    private int messages;

    public RandomShop(Random random) {
        this.random = random;
    }

    /** Messages from two weeks before to three days after {@code now}. */
    public List<ObjectNode> messages(int count, Instant now) {
        List<ObjectNode> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(all.isEmpty() || random.nextInt(25) > 0 ? next(now) : pick(all));
        }
        return all;
    }

    /** So many steps of six hours from that time, or a millisecond beside; steps begin at midnight. */
    public Instant near(Instant time, int steps) {
        Instant day = time.truncatedTo(ChronoUnit.DAYS);
        long passed = Duration.between(day, time).dividedBy(STEP);
        return day.plus(STEP.multipliedBy(passed + steps))
                .plusMillis(random.nextInt(4) == 0 ? random.nextInt(3) - 1 : 0);
    }

    /** As {@link #near}, or less than a millisecond beside it. */
    private Instant hardBy(Instant time, int steps) {
        return near(time, steps).plusNanos(random.nextInt(8) == 0 ? 400_000 : 0);
    }

    private ObjectNode next(Instant now) {
        ObjectNode message = Http.JSON.createObjectNode().put("messageId", "m" + messages++);
        if (random.nextInt(5) > 0) {
            message.put("anonymousId", "a" + random.nextInt(DEVICES));
        }
        if (!message.has("anonymousId") || random.nextInt(4) == 0) {
            message.put("userId", "u" + random.nextInt(USERS));
        }
        int kind = random.nextInt(20);
        boolean said = kind > 14;
        // What people say of themselves lies never ahead: it counts as soon as it is said.
        message.put("timestamp", hardBy(now, said
                ? -1 - random.nextInt(STEPS_BACK)
                : random.nextInt(STEPS_BACK + STEPS_AHEAD) - STEPS_BACK).toString());
        if (kind < 14) {
            message.put("type", "track").put("event", pick(NAMES)).set("properties", properties(now));
        } else if (kind == 14) {
            message.put("type", "page").put("name", pick(SKUS) + "page").set("properties", properties(now));
        } else if (kind < 18) {
            message.put("type", "identify").set("traits", traits(now));
        } else {
            message.put("type", "group").put("groupId", "g" + random.nextInt(ACCOUNTS)).set("traits", traits(now));
        }
        ObjectNode context = Http.JSON.createObjectNode();
        if (random.nextInt(3) == 0) {
            context.putObject("page").put("url", "https://x.org/" + pick(SKUS));
        }
        // Like what people say of themselves.
        if (random.nextInt(4) == 0 && Instant.parse(message.path("timestamp").asText()).isBefore(now)) {
            ObjectNode preferences = context.putObject("consent").putObject("categoryPreferences");
            for (int i = random.nextInt(3); i > 0; i--) {
                String category = pick(CATEGORIES);
                if (random.nextInt(6) == 0) {
                    preferences.putNull(category);
                } else {
                    preferences.put(category, random.nextBoolean());
                }
            }
        }
        if (!context.isEmpty()) {
            message.set("context", context);
        }
        return message;
    }

    private ObjectNode properties(Instant now) {
        ObjectNode properties = Http.JSON.createObjectNode();
        switch (random.nextInt(8)) {
            case 0 -> properties.put("total", pick(SKUS));
            case 1 -> properties.putNull("total");
            case 2 -> properties.put("total", random.nextInt(100) / 8.0);
            case 3 -> {
                // None.
            }
            default -> properties.put("total", random.nextInt(20));
        }
        if (random.nextInt(5) > 0) {
            properties.put("sku", pick(SKUS));
        }
        if (random.nextInt(3) == 0) {
            ArrayNode tags = properties.putArray("tags");
            for (int i = random.nextInt(4); i > 0; i--) {
                tags.add(pick(SKUS));
            }
        }
        if (random.nextInt(3) == 0) {
            ArrayNode items = properties.putArray("items");
            for (int i = random.nextInt(4); i > 0; i--) {
                items.addObject().put("sku", pick(SKUS)).put("quantity", random.nextInt(4));
            }
        }
        if (random.nextInt(3) == 0) {
            properties.set("due", written(near(now, random.nextInt(60) - 30)));
        }
        return properties;
    }

    private ObjectNode traits(Instant now) {
        ObjectNode traits = Http.JSON.createObjectNode();
        switch (random.nextInt(5)) {
            case 0 -> traits.putNull("plan");
            case 1 -> traits.put("seats", random.nextInt(10));
            case 2 -> traits.set("renews", written(near(now, random.nextInt(60) - 30)));
            case 3 -> traits.put("vip", random.nextBoolean());
            default -> traits.put("plan", random.nextBoolean() ? "pro" : "free");
        }
        return traits;
    }

    /** In one of the forms that clients and databases write. */
    private JsonNode written(Instant at) {
        return switch (random.nextInt(6)) {
            case 0 -> TextNode.valueOf(at.toString().replace('T', ' ').replace("Z", "+00"));
            case 1 -> TextNode.valueOf(at.atOffset(ZoneOffset.ofHours(1)).toString().replace("+01:00", "+0100"));
            case 2 -> LongNode.valueOf(at.toEpochMilli());
            default -> TextNode.valueOf(at.toString());
        };
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
