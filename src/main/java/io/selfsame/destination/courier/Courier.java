package io.selfsame.destination.courier;

import io.selfsame.destination.Destination;
import io.selfsame.destination.call.Message;
import io.selfsame.destination.send.Outcome;
import java.util.List;

/** Brings messages to a receiver and says what became of each. Thread safe; called by many threads. */
public interface Courier {

    /** What may be done for a destination now. Thread safe. */
    @FunctionalInterface
    interface Leave {

        /** Waits until one more request may be made, at the destination's rate; false if none may be made any more. */
        boolean request();

        /** Whether what is on its way may go on; once it may not, it must end within a second. */
        default boolean goesOn() {
            return true;
        }
    }

    /** How many messages go in one request. */
    int most(Destination destination);

    /**
     * Sends some messages at once, and waits for what becomes of them. It throws nothing.
     *
     * @param messages as many as {@link #most} at most
     * @param leave is asked before each request
     * @return what became of each, in order
     */
    List<Outcome> send(Destination destination, List<Message> messages, Leave leave);
}
