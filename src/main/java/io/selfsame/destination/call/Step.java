package io.selfsame.destination.call;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to be done about one change. */
public sealed interface Step {

    Change change();

    /**
     * Messages are to be sent, in order.
     *
     * @param messages all of the change, those too that were delivered in earlier attempts
     * @param news whether the destination is to know afterwards what it did not, or to forget it
     * @param value a digest of the value that it knows then
     */
    record Send(Change change, List<Message> messages, boolean news, Optional<String> value) implements Step {

        public Send {
            messages = List.copyOf(messages);
        }

        /** The messages that are still to be sent. */
        public List<Message> rest() {
            return messages.stream().filter(message -> !change.done().contains(message.name())).toList();
        }

        /**
         * What the destination knows of the definition after some messages.
         *
         * @param before what it knew
         * @param arrived names of the messages that it has, or may have, taken
         */
        public Told after(Told before, Set<String> arrived) {
            Set<String> ids = new LinkedHashSet<>(before.ids());
            boolean all = messages.stream().allMatch(message -> arrived.contains(message.name()));
            if (news) {
                messages.stream().filter(message -> arrived.contains(message.name()))
                        .forEach(message -> ids.addAll(message.tells()));
            } else {
                // As long as one message to an ID is missing, another attempt must find that ID.
                Set<String> missing = new HashSet<>();
                messages.stream().filter(message -> !arrived.contains(message.name()))
                        .forEach(message -> missing.addAll(message.tells()));
                ids.retainAll(missing);
            }
            return new Told(ids, all ? value : Optional.empty());
        }
    }

    /** Nothing is to be sent, as a later change says more. */
    record Superseded(Change change) implements Step {}

    /** Nothing is to be sent. */
    record Filtered(Change change, String why) implements Step {}
}
