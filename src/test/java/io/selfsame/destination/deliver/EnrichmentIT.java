package io.selfsame.destination.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.refresh.Workbench;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.TestSpace;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Traits that go along with what changed. */
class EnrichmentIT {

    private final Workbench workbench = new Workbench();
    private final TestSpace space = workbench.space;
    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    private void destination(String enrichment) {
        assertEquals(
                201, space.manage("POST", "destinations",
                        "{\"name\":\"CRM\",\"kind\":\"webhook\",\"settings\":{\"url\":\""
                                + receiver.url() + "\"},\"send\":{\"traits\":[],\"enrichment\":" + enrichment + "}}")
                        .status());
    }

    @Test
    void chosenTraitsGoAlongAsTheProfileApiShowsThem() {
        destination("[\"plan\",\"orders\",\"vip\",\"gone\",\"long\",\"tags\"]");
        workbench.audience("vip", "event('Order').count() > 0");
        workbench.trait("orders", "event('Order').count()");
        workbench.identify("anon:a1", "{\"plan\":\"free\",\"gone\":1,\"city\":\"Bonn\"}");
        workbench.identify("ada", "{\"plan\":\"pro\",\"tags\":[\"x\"],\"long\":\"" + "x".repeat(3_000) + "\"}");
        space.identify("{\"userId\":\"ada\",\"anonymousId\":\"a1\",\"traits\":{\"gone\":null}}").ok();
        workbench.track("ada", "Order");
        workbench.refresh();
        Await.until("both", () -> receiver.messages().size() == 2);
        JsonNode identify = receiver.messages().getFirst();
        assertEquals(Http.json("{\"plan\":\"pro\",\"orders\":1,\"vip\":true,\"tags\":[\"x\"]}"),
                identify.path("traits"));
        assertEquals(Http.json("{\"plan\":\"pro\",\"orders\":1,\"vip\":true,\"tags\":[\"x\"]}"),
                receiver.messages().get(1).at("/context/traits"));
    }

    @Test
    void aDefinitionThatIsCalledLikeAFieldIsNotSent() {
        destination("[]");
        workbench.audience("email", "event('Order').count() > 0");
        workbench.audience("vip", "event('Order').count() > 0");
        workbench.track("ada", "Order");
        workbench.refresh();
        Await.until("the other", () -> receiver.messages().size() == 2);
        assertEquals(List.of("ada vip=true", "ada Audience Entered"), receiver.taken());
    }
}
