package io.selfsame.destination.send;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A request, and the messages in it.
 *
 * @param messages which of those that were given are in it, by their place in that list, in the order of the request
 * @param lists whether the answer may list messages that were rejected, as Selfsame's to a batch does
 */
public record Parcel(Request request, List<Integer> messages, boolean lists) {

    public Parcel {
        messages = List.copyOf(messages);
    }

    /** What a reply means for each message, in the order of {@link #messages}. Pure. */
    public List<Outcome> outcomes(Reply reply) {
        Outcome outcome = Outcome.of(reply);
        if (!lists || !(outcome instanceof Outcome.Delivered) || !(reply instanceof Reply.Answered answer)) {
            return Collections.nCopies(messages.size(), outcome);
        }
        Optional<Map<Integer, Outcome.Final>> rejected = Rejections.read(answer);
        if (rejected.isEmpty()) {
            return Collections.nCopies(messages.size(), new Outcome.Retry(answer.retryAfter(),
                    "the answer ended before it said which messages were rejected"));
        }
        return IntStream.range(0, messages.size())
                .<Outcome>mapToObj(index -> {
                    Outcome.Final its = rejected.get().get(index);
                    return its == null ? outcome : its;
                }).toList();
    }

    /**
     * Whether the receiver refused the whole for what may be the fault of one message. Before they are given up, they should be sent
     * each alone, with {@link Requests#singly}.
     */
    public boolean mayBeForOne(Reply reply) {
        return messages.size() > 1 && reply instanceof Reply.Answered answer && answer.status() >= 400
                && switch (Outcome.of(reply)) {
                    case Outcome.Final refused -> true;
                    case Outcome.Pause pause -> pause.mayBeForOne();
                    case Outcome.Delivered delivered -> false;
                    case Outcome.Retry retry -> false;
                    case Outcome.NotTried notTried -> false;
                };
    }
}
