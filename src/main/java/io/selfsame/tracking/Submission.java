package io.selfsame.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one request sends: events to store, and events that the parser rejected, which are kept for the owner of the space.
 * Immutable.
 *
 * @param places where each message is from, for people; empty for what a request sends
 */
record Submission(Intake.Sender sender, List<Message> messages, List<Rejection> rejections, List<String> places) {

    /** What a request sends. */
    Submission(Intake.Sender sender, List<Message> messages, List<Rejection> rejections) {
        this(sender, messages, rejections, List.of());
    }

    /** Where each message is from. */
    Stream<String> eachPlace() {
        return places.isEmpty() ? messages.stream().map(any -> "") : places.stream();
    }

    int events() {
        return Math.max(1, messages.size() + rejections.size());
    }

    int writes() {
        return Math.max(1, rejections.size() + messages.stream().mapToInt(Message::writes).sum());
    }

    /**
     * In parts that fit into a transaction, in the order of the messages.
     *
     * @param most writes of one
     */
    List<Submission> parts(int most) {
        if (writes() <= most) {
            return List.of(this);
        }
        List<Submission> parts = new ArrayList<>();
        int start = 0;
        int writes = rejections.size();
        for (int i = 0; i < messages.size(); i++) {
            int more = messages.get(i).writes();
            if (writes + more > most && i > start) {
                parts.add(part(start, i));
                start = i;
                writes = 0;
            }
            writes += more;
        }
        parts.add(part(start, messages.size()));
        return parts;
    }

    /** In two parts, or in one if it cannot be divided. */
    List<Submission> halves() {
        int half = messages.size() / 2;
        if (half > 0) {
            return List.of(part(0, half), part(half, messages.size()));
        }
        int refused = rejections.size() / 2;
        return refused == 0
                ? List.of(this)
                : List.of(new Submission(sender, messages, rejections.subList(0, refused), places),
                        new Submission(sender, List.of(), rejections.subList(refused, rejections.size())));
    }

    private Submission part(int from, int to) {
        return new Submission(sender, messages.subList(from, to), from == 0 ? rejections : List.of(),
                places.isEmpty() ? places : places.subList(from, to));
    }
}
