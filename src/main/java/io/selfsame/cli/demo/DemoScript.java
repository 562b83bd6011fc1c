package io.selfsame.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.cli.CliJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Writes down what one actor of the demo does: a clock that only goes forward, the IDs the actor's browser or phone sends
 * at the moment, and the messages so far. Not thread-safe.
 */
final class DemoScript {
    /** A message and when it happens, to the millisecond. */
    record ScriptLine(Instant at, String json) {}

    private static final Duration BETWEEN_VISITS = Duration.ofMinutes(1);

    final Random random;
    private final String actor;
    private final Instant end;
    private final List<ScriptLine> lines = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private Device device = Device.none();
    private String userId = "";

    /**
     * What the next messages are sent from. Empty texts are left out.
     *
     * @param kind {@code web}, {@code ios}, {@code android}, or empty for a server
     */
    record Device(String kind, String anonymousId, String id, String advertisingId, boolean tracking, String agent) {
        static Device none() {
            return new Device("", "", "", "", false, "");
        }
    }

    DemoScript(long seed, String actor, Instant end) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + actor.hashCode());
        this.actor = actor;
        this.end = end;
    }

    List<ScriptLine> lines() {
        return lines;
    }

    boolean isOver() {
        return !now.isBefore(end);
    }

    /** Never back: two visits of one person do not overlap. */
    void goTo(Instant at) {
        Instant next = now.plus(BETWEEN_VISITS);
        now = at.isAfter(next) ? at : next;
    }

    void wait(int minSeconds, int maxSeconds) {
        now = now.plusMillis(1000L * (minSeconds + random.nextInt(maxSeconds - minSeconds + 1))
                + random.nextInt(1000));
    }

    void use(Device next) {
        device = next;
    }

    void logIn(String user) {
        userId = user;
    }

    void logOut() {
        userId = "";
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A UUID of this actor's own randomness, so that the same seed gives the same one. */
    String uuid() {
        long high = (random.nextLong() & 0xFFFFFFFFFFFF0FFFL) | 0x4000L;
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    static ObjectNode object() {
        return CliJson.MAPPER.createObjectNode();
    }

    void track(String event, ObjectNode properties) {
        add(message("track").put("event", event).set("properties", properties));
    }

    void page(String name, String path) {
        add(message("page").put("name", name).set("properties",
                object().put("path", path).put("url", "https://shop.example" + path)));
    }

    void screen(String name) {
        add(message("screen").put("name", name).set("properties", object()));
    }

    void identify(ObjectNode traits) {
        add(message("identify").set("traits", traits));
    }

    void group(String groupId, ObjectNode traits) {
        add(message("group").put("groupId", groupId).set("traits", traits));
    }

    /** With {@code context.externalIds}, as a checkout or a back end adds them. */
    void trackWithId(String event, ObjectNode properties, String type, String id) {
        ObjectNode message = message("track").put("event", event).set("properties", properties);
        message.withObjectProperty("context").withArrayProperty("externalIds").addObject().put("id", id)
                .put("type", type).put("collection", "users").put("encoding", "none");
        add(message);
    }

    /** Nothing but an e-mail address tells who it was. */
    void trackByEmail(String event, ObjectNode properties, String email) {
        ObjectNode message = object().put("type", "track").put("event", event).set("properties", properties);
        message.withObjectProperty("context").withObjectProperty("traits").put("email", email);
        add(message);
    }

    private ObjectNode message(String type) {
        ObjectNode message = object().put("type", type);
        if (!userId.isEmpty()) {
            message.put("userId", userId);
        }
        if (!device.anonymousId().isEmpty()) {
            message.put("anonymousId", device.anonymousId());
        }
        ObjectNode context = message.putObject("context");
        if (!device.agent().isEmpty()) {
            context.put("userAgent", device.agent());
        }
        if (!device.id().isEmpty()) {
            ObjectNode phone = context.putObject("device").put("type", device.kind()).put("id", device.id())
                    .put("adTrackingEnabled", device.tracking());
            if (device.tracking()) {
                phone.put("advertisingId", device.advertisingId());
            }
        }
        return message;
    }

    private void add(ObjectNode message) {
        wait(3, 90);
        if (isOver()) {
            return;
        }
        message.put("messageId", "demo-" + actor + "-" + (lines.size() + 1));
        message.put("timestamp", now.toString());
        lines.add(new ScriptLine(now, CliJson.write(message)));
    }
}
