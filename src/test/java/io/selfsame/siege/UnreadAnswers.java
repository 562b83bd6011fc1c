package io.selfsame.siege;

import io.selfsame.siege.client.Answer;
import io.selfsame.siege.client.Tally;
import io.selfsame.siege.client.Wire;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks for answers of 5 MB, more than the heap holds; takes none, or a part, and then no more of it for as long as it is let. */
final class UnreadAnswers implements Attack {

    private static final int READERS = 100;

    private static final int PEOPLE = 50;
    /** Of each: 100 KB. */
    private static final int TRAITS = 4;
    private static final String VALUE = "x".repeat(25_000);

    private static final int PART = 1_000_000;
    private static final int FIRST_WORDS = 12;
    private static final int LOOKS = 100;

    private final byte[] request;

    /** What the first that was refused was told. */
    private final AtomicReference<String> refusal = new AtomicReference<>("");

    /** Makes the people, before there is a siege. */
    UnreadAnswers(TestSpace space) {
        for (int trait = 0; trait < TRAITS; trait++) {
            for (int from = 0; from < PEOPLE; from += 10) {
                space.batch(identifies("t" + trait, from)).ok();
            }
        }
        request = Wire.request("POST", "/v1/spaces/" + space.id() + "/collections/users/lookup", "{\"ids\":["
                + IntStream.range(0, PEOPLE).mapToObj(i -> "\"user_id:long" + i + "\"")
                        .collect(Collectors.joining(","))
                + "]}", Wire.key(space.accessToken()));
    }

    private static String identifies(String trait, int from) {
        return IntStream.range(from, from + 10).mapToObj(i -> "{\"type\":\"identify\",\"userId\":\"long" + i
                + "\",\"traits\":{\"" + trait + "\":\"" + VALUE + "\"}}").collect(Collectors.joining(",", "[", "]"));
    }

    @Override
    public String title() {
        return "answers of 5 MB that are not taken";
    }

    @Override
    public void run(Siege siege, Tally tally) {
        Siege.atOnce(READERS, i -> {
            while (!siege.over()) {
                tally.count(one(siege, i % 2 == 0 ? FIRST_WORDS : PART));
                Siege.pause(500);
            }
        });
    }

    private String one(Siege siege, int taken) {
        try {
            Wire wire = siege.hold();
            try {
                wire.send(request);
                String begun = wire.begun(taken);
                if (begun.length() < FIRST_WORDS) {
                    return Answer.CLOSED;
                }
                String status = begun.substring(begun.indexOf(' ') + 1, FIRST_WORDS);
                if (!status.equals("200") && begun.length() > FIRST_WORDS) {
                    refusal.compareAndSet("", begun.replaceAll("(?s).*\r\n\r\n", ""));
                }
                for (int look = 0; look < LOOKS && !siege.over() && status.equals("200"); look++) {
                    Siege.pause(200);
                }
                return status;
            } finally {
                siege.release(wire);
            }
        } catch (IOException e) {
            return siege.over() ? "open to the end" : Answer.CLOSED;
        }
    }

    @Override
    public List<String> faults(Siege siege, Tally tally) {
        // Whoever holds most is cut off when memory is short, and these hold most of all.
        return tally.of("200") + tally.of(Answer.CLOSED) > 0
                ? List.of()
                : List.of(title() + ": not one was begun: " + refusal);
    }
}
