package io.selfsame.destination.kafka;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.destination.Destination;
import io.selfsame.destination.call.Message;
import io.selfsame.json.Json;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Messages as records of Kafka: the binary mode of the Kafka binding of CloudEvents 1.0. Pure. */
final class Records {

    private Records() {}

    /**
     * The record of a message. Its key is the person, so that what is of one person stays in one partition, in order.
     *
     * @return the value is the message itself
     */
    static ProducerRecord<byte[], byte[]> of(Destination destination, String topic, Message message) {
        ObjectNode body = message.body();
        var result = new ProducerRecord<>(topic, bytes(message.person().value()), Json.bytes(body));
        header(result, "ce_specversion", "1.0");
        header(result, "ce_id", body.path("messageId").asText());
        header(result, "ce_source", "/v1/spaces/" + destination.space().value() + "/destinations/" + destination.id());
        header(result, "ce_type", "io.selfsame." + body.path("type").asText("message"));
        header(result, "ce_subject", message.person().value());
        String time = body.path("timestamp").asText();
        if (!time.isEmpty()) {
            header(result, "ce_time", time);
        }
        header(result, "content-type", "application/json");
        return result;
    }

    private static void header(ProducerRecord<byte[], byte[]> to, String name, String value) {
        to.headers().add(name, bytes(value));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
