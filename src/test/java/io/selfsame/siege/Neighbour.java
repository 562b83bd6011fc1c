package io.selfsame.siege;

import io.selfsame.siege.client.Answer;
import io.selfsame.siege.client.Tally;
import io.selfsame.siege.client.Wire;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * An ordinary tenant: one client sends single events, one reads profiles, and one waits for people to enter an
 * audience. By turns on a new connection and on one that is kept. A visit ends when all three have done their part, or when
 * its time is over.
 */
final class Neighbour {

    private static final int PAUSE_MILLIS = 20;

    /** In how many visits out of a hundred an event must be taken; the others may be told to come back. */
    private static final int TAKEN_PERCENT = 95;

    private final TestSpace space;
    private final String name;
    private final Acknowledged acknowledged;
    private final BooleanSupplier alive;
    private final Tally singles;
    private final Tally reads;
    private final Tally entries;
    private final List<String> faults = new ArrayList<>();
    private final AtomicInteger atWork = new AtomicInteger(3);

    /** @param name of this visit, for its rows and messages */
    Neighbour(TestSpace space, String name, Acknowledged acknowledged, BooleanSupplier alive) {
        this.space = space;
        this.name = name;
        this.acknowledged = acknowledged;
        this.alive = alive;
        singles = new Tally("neighbour's events, " + name);
        reads = new Tally("neighbour's reads, " + name);
        entries = new Tally("neighbour's audience, " + name);
    }

    /** Once, before the first visit. */
    static void defineAudience(TestSpace space) {
        space.manage("POST", "audiences", """
                {"name":"Buyers","definition":{"query":"event('Bought').count() >= 1"}}""").ok();
    }

    List<Tally> tallies() {
        return List.of(singles, reads, entries);
    }

    void visit(int requests, int rounds, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        // Threads of the platform: what the attackers do in this process must not be taken for the service being slow.
        Siege.join(List.of(Thread.ofPlatform().start(() -> send(requests, end)),
                Thread.ofPlatform().start(() -> read(requests, end)),
                Thread.ofPlatform().start(() -> enter(rounds, end))));
    }

    synchronized List<String> faults() {
        List<String> all = new ArrayList<>(faults);
        all.addAll(singles.except("200", "429"));
        all.addAll(reads.except("200", "429"));
        if (singles.of("200") * 100 < singles.total() * TAKEN_PERCENT) {
            all.add(singles.name() + ": only " + singles.of("200") + " of " + singles.total() + " were taken");
        }
        return all;
    }

    private boolean goesOn(long end) {
        return alive.getAsBoolean() && System.nanoTime() < end;
    }

    private synchronized void fault(String what) {
        faults.add(what);
    }

    /** Does at least so many, and goes on for as long as the others of this visit have something to do. */
    private void repeat(String what, int least, long end, IntConsumer turn) {
        int done = 0;
        while (goesOn(end) && (done < least || atWork.get() > 0)) {
            turn.accept(done++);
            if (done == least) {
                atWork.decrementAndGet();
            }
            Siege.pause(PAUSE_MILLIS);
        }
        if (done < least) {
            // Slow is reported, not judged.
            atWork.decrementAndGet();
        }
        if (done == 0) {
            fault(what + ": not one in the time of the siege");
        }
    }

    private void send(int least, long end) {
        repeat(singles.name(), least, end, i -> {
            String prefix = name + "-" + i + "-";
            String body = "{\"messageId\":\"" + prefix + "0\",\"event\":\"Looked\",\"userId\":\"" + name + i % 50
                    + "\",\"properties\":{\"shelf_" + name + i + "\":" + i + ",\"row_" + name + i + "\":true}}";
            if (ask(singles, "POST", "/v1/track", body, Http.basic(space.writeKey()), i).ok()) {
                acknowledged.add(space, prefix, 1);
            }
        });
    }

    private void read(int least, long end) {
        // Somebody who is there whatever became of the events.
        space.identify("{\"messageId\":\"" + name + "-reader\",\"userId\":\"reader\",\"traits\":{\"plan\":\"pro\"}}");
        String path = "/v1/spaces/" + space.id() + "/collections/users/profiles/user_id:reader/traits";
        repeat(reads.name(), least, end, i -> ask(reads, "GET", path, "", Http.basic(space.accessToken()), i));
    }

    private Answer ask(Tally tally, String method, String path, String body, String authorization, int turn) {
        long started = System.nanoTime();
        Answer answer;
        if (turn % 2 == 0) {
            answer = Wire.ask(space.url(), Wire.request(method, path, body, "Authorization: " + authorization));
        } else {
            try {
                answer = Answer.of(Http.trySend(space.url(), method, path, body.getBytes(StandardCharsets.UTF_8),
                        "application/json", "Authorization", authorization));
            } catch (HttpTimeoutException e) {
                answer = new Answer(Answer.SILENCE);
            } catch (IOException e) {
                answer = new Answer(Answer.CLOSED);
            }
        }
        tally.count(answer.outcome(), started);
        return answer;
    }

    private void enter(int rounds, long end) {
        try {
            for (int i = 0; i < rounds; i++) {
                String who = name + "-buyer" + i;
                String bought = "{\"messageId\":\"" + who + "\",\"event\":\"Bought\",\"userId\":\"" + who + "\"}";
                while (goesOn(end) && !Wire.ask(space.url(), Wire.request("POST", "/v1/track", bought,
                        "Authorization: " + Http.basic(space.writeKey()))).ok()) {
                    Siege.pause(500);
                }
                long started = System.nanoTime();
                boolean entered = false;
                while (!entered && goesOn(end)) {
                    Siege.pause(100);
                    entered = entered(who);
                }
                entries.count(entered ? "entered" : "never entered", started);
                if (!entered) {
                    fault(entries.name() + ": " + who + " did not enter in the time of the siege");
                    return;
                }
            }
        } finally {
            atWork.decrementAndGet();
        }
    }

    private boolean entered(String who) {
        try {
            Reply reply = Http.trySend(space.url(), "GET", "/v1/spaces/" + space.id()
                    + "/collections/users/profiles/user_id:" + who + "/traits?include=buyers", new byte[0], "",
                    "Authorization", Http.basic(space.accessToken()));
            return reply.body().at("/traits/buyers").asBoolean();
        } catch (IOException e) {
            return false;
        }
    }
}
