package io.selfsame.siege;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.process.Service;
import io.selfsame.testing.Http;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The space that is large: {@link #PERSON} with very many events of two days, {@link #ACCOUNT} with very many members,
 * and others with some eight events each. It is filled through the API. Its keys are noted beside the data folder, so
 * that a folder can be used again.
 */
final class BigSpace {

    static final String PERSON = "user_id:big";
    static final String ACCOUNT = "acme";
    static final String SEEN = "Seen";
    static final String VIEWED = "Viewed";

    private static final String ID = "big";
    private static final int BATCH = 2_500;
    private static final int CLIENTS = 6;
    private static final int TWO_DAYS_SECONDS = 2 * 24 * 3_600;

    private BigSpace() {}

    /** Fills a new one, or takes the one that an earlier siege of the same scale has left. */
    static TestSpace of(Service service, Path folder, Scale scale) {
        Path note = folder.resolve("big.json");
        try {
            if (Files.exists(note)) {
                JsonNode kept = Http.json(Files.readString(note));
                if (!kept.path("scale").asText().equals(scale.toString())) {
                    throw new IllegalStateException(note + " is of another scale; choose another -Dsiege.data");
                }
                return new TestSpace(service.url(), ID, kept.path("writeKey").asText(),
                        kept.path("accessToken").asText(), Service.ADMIN_TOKEN);
            }
            TestSpace space = service.newSpace(ID, Service.ADMIN_TOKEN);
            fill(space, scale);
            Files.writeString(note, Http.JSON.createObjectNode().put("scale", scale.toString())
                    .put("writeKey", space.writeKey()).put("accessToken", space.accessToken()).toString());
            return space;
        } catch (IOException e) {
            throw new UncheckedIOException(note.toString(), e);
        }
    }

    private static void fill(TestSpace space, Scale scale) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var next = new AtomicInteger();
        Siege.atOnce(CLIENTS, client -> {
            for (int from = next.getAndAdd(BATCH); from < scale.events(); from = next.getAndAdd(BATCH)) {
                List<String> messages = new ArrayList<>();
                for (int i = from; i < Math.min(from + BATCH, scale.events()); i++) {
                    messages.add(message(i, scale, now));
                }
                send(space, "{\"batch\":[" + String.join(",", messages) + "]}");
            }
        });
    }

    private static void send(TestSpace space, String batch) {
        while (true) {
            var reply = space.batch(batch);
            if (reply.status() == 200) {
                if (!reply.body().path("rejected").isEmpty()) {
                    throw new AssertionError("rejected: " + reply.body());
                }
                return;
            }
            if (reply.status() != 429 && reply.status() != 503) {
                throw new AssertionError("filling: " + reply);
            }
            Siege.pause(200);
        }
    }

    private static String message(int i, Scale scale, Instant now) {
        String head = "{\"messageId\":\"b" + i + "\",\"timestamp\":\"";
        if (i < scale.accountMembers()) {
            return head + now + "\",\"type\":\"group\",\"userId\":\"p" + i + "\",\"groupId\":\"" + ACCOUNT + "\"}";
        }
        int rest = i - scale.accountMembers();
        if (rest < scale.bigPersonEvents()) {
            long ago = (long) rest * TWO_DAYS_SECONDS / scale.bigPersonEvents();
            return head + now.minusSeconds(ago) + "\",\"type\":\"track\",\"event\":\"" + VIEWED
                    + "\",\"userId\":\"big\",\"properties\":{\"n\":" + rest % 100 + "}}";
        }
        return head + now.minusSeconds(rest % 1_000_000) + "\",\"type\":\"track\",\"event\":\"" + SEEN
                + "\",\"userId\":\"p" + rest % scale.people() + "\",\"properties\":{\"n\":" + rest % 100 + "}}";
    }
}
