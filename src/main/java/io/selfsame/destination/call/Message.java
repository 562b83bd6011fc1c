package io.selfsame.destination.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.identity.ids.ProfileId;
import java.util.List;

/**
 * One message to a destination.
 *
 * @param name the call and whom it is for, such as {@code identify user_id:u-1}: unique among the messages of a change
 * @param person the canonical profile
 * @param address whom it is for, such as {@code user_id:u-1}
 * @param body a Segment message
 * @param tells external IDs that the destination knows of once it has taken the message
 */
public record Message(String name, ProfileId person, String address, ObjectNode body, List<String> tells) {

    public Message {
        tells = List.copyOf(tells);
    }
}
