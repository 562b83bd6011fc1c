package io.selfsame.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.cli.CliException;
import io.selfsame.cli.CliJson;
import io.selfsame.cli.ServiceClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The audiences and the computed trait of the shop. */
final class DemoDefinitions {

    private static final String AUDIENCES = "audiences";

    /**
     * A definition.
     *
     * @param kind as the path of the API names it
     */
    private record DemoDefinition(String kind, String key, String name, String query) {}

    private static final List<DemoDefinition> ALL = List.of(
            new DemoDefinition(AUDIENCES, "big_spenders", "Big spenders",
                    "event('Order Completed').within(90 days).sum(property('total')) > 500"),
            new DemoDefinition(AUDIENCES, "checkout_left", "Left the checkout",
                    "event('Checkout Started').within(30 days).count() >= 1"
                            + " AND event('Order Completed').within(30 days).count() = 0"),
            new DemoDefinition("computed-traits", "orders_90_days", "Orders in 90 days",
                    "event('Order Completed').within(90 days).count()"));

    private DemoDefinitions() {}

    /**
     * Creates them.
     *
     * @throws CliException if the service does not take one
     */
    static void create(ServiceClient api, String token, String space) throws InterruptedException {
        for (DemoDefinition one : ALL) {
            ObjectNode body = CliJson.MAPPER.createObjectNode().put("key", one.key()).put("name", one.name());
            body.putObject("definition").put("query", one.query());
            ServiceClient.ServiceAnswer answer;
            try {
                answer = api.post("/v1/spaces/" + space + "/" + one.kind(), ServiceClient.bearer(token),
                        CliJson.write(body).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new CliException("No answer from " + api.base() + " to the definition '" + one.key() + "'.");
            }
            if (answer.status() / 100 != 2) {
                throw new CliException("The definition '" + one.key() + "' could not be made: " + answer.message());
            }
        }
    }
}
