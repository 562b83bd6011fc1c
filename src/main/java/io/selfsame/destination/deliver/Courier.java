package io.selfsame.destination.deliver;

import io.selfsame.destination.Destination;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.send.Outcome;
import java.util.List;

/** Brings messages to a receiver and says what became of each. Thread safe; called by many threads. */
public interface Courier {

    /** How many messages go in one request. */
    int most(Destination destination);

    /**
     * Sends some messages at once, and waits for at most some seconds. It throws nothing.
     *
     * @param messages as many as {@link #most} at most
     * @return what became of each, in order
     */
    List<Outcome> send(Destination destination, List<Message> messages);
}
