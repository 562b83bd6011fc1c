package io.selfsame.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.rudderstack.sdk.java.analytics.Callback;
import com.rudderstack.sdk.java.analytics.RudderAnalytics;
import com.rudderstack.sdk.java.analytics.messages.AliasMessage;
import com.rudderstack.sdk.java.analytics.messages.GroupMessage;
import com.rudderstack.sdk.java.analytics.messages.IdentifyMessage;
import com.rudderstack.sdk.java.analytics.messages.Message;
import com.rudderstack.sdk.java.analytics.messages.MessageBuilder;
import com.rudderstack.sdk.java.analytics.messages.PageMessage;
import com.rudderstack.sdk.java.analytics.messages.ScreenMessage;
import com.rudderstack.sdk.java.analytics.messages.TrackMessage;
import io.selfsame.testing.Http;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** RudderStack's client for Java, telling the story of src/test/clients/story.mjs. */
final class RudderJavaClient {

    private static final int MESSAGES = Story.TRACKS + 6;

    private final RudderAnalytics analytics;
    private final String userId;
    private final CountDownLatch answered = new CountDownLatch(MESSAGES);
    private final List<String> failures = new CopyOnWriteArrayList<>();

    private RudderJavaClient(String endpoint, boolean gzip, String writeKey, String userId) {
        this.userId = userId;
        this.analytics = RudderAnalytics.builder(writeKey).setDataPlaneUrl(endpoint).setGZIP(gzip).flushQueueSize(10)
                .flushInterval(1, TimeUnit.SECONDS).callback(new Callback() {
                    @Override
                    public void success(Message message) {
                        answered.countDown();
                    }

                    @Override
                    public void failure(Message message, Throwable cause) {
                        failures.add(message + ": " + cause);
                        answered.countDown();
                    }
                }).build();
    }

    /** Returns when the client has called back for every message; fails unless each was a success. */
    static void tell(String endpoint, boolean gzip, String writeKey, String userId, String anonymousId) {
        RudderJavaClient client = new RudderJavaClient(endpoint, gzip, writeKey, userId);
        try {
            client.tell(anonymousId);
            assertTrue(client.answered.await(60, TimeUnit.SECONDS), "the client was not called back for every message");
            assertEquals(List.of(), client.failures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            client.analytics.shutdown();
        }
    }

    private void tell(String anonymousId) {
        send(IdentifyMessage.builder().traits(map(Story.TRAITS)).anonymousId(anonymousId));
        send(TrackMessage.builder("Order Completed").properties(map(Story.ORDER)));
        send(PageMessage.builder("Pricing").properties(Map.of("path", "/pricing")));
        send(ScreenMessage.builder("Home").properties(Map.of("tab", "first")));
        send(GroupMessage.builder(userId + "-team").traits(Map.of("name", "Acme", "seats", 12)));
        send(AliasMessage.builder(userId + "-before"));
        for (int n = 1; n <= Story.TRACKS; n++) {
            send(TrackMessage.builder("Step Taken").properties(Map.of("n", n)));
        }
        analytics.flush();
    }

    private void send(MessageBuilder<?, ?> message) {
        analytics.enqueue(message.userId(userId));
    }

    private static Map<String, Object> map(String json) {
        return Http.JSON.convertValue(Http.json(json), new TypeReference<>() {
        });
    }
}
