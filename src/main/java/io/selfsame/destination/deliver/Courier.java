package io.selfsame.destination.deliver;

import io.selfsame.destination.Destination;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.send.Outcome;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Brings messages to a receiver and says what became of each. Thread safe; called by many threads. */
public interface Courier {

    /** How many messages go in one request. */
    int most(Destination destination);

    /**
     * Sends some messages at once, and waits for at most some seconds. It throws nothing.
     *
     * @param messages as many as {@link #most} at most
     * @param goOn whether more than one request may be made of them
     * @return what became of each, in order
     */
    List<Outcome> send(Destination destination, List<Message> messages, BooleanSupplier goOn);
}
