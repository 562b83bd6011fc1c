package io.selfsame.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Waiting questions, by lane and asker, in the order of their turns. Lanes take turns round by round. In a lane, the asker who
 * has been served least since it came is next, so askers get equal parts by weight, whatever the size of their questions. Holds
 * only what waits or is in flight. Not thread safe.
 *
 * @param <W> what waits
 */
final class FairQueue<W> {

    private final int mostInFlight;
    private final int roundWeight;
    private final ToIntFunction<W> weight;
    private final Map<Object, QueueLane<W>> lanes = new HashMap<>();
    /** Lanes that may begin a round now, in turn. */
    private final Queue<QueueLane<W>> ready = new ArrayDeque<>();
    private int waiting;
    private long arrivals;

    /** A lane. It lives while something waits or is in flight. */
    private static final class QueueLane<W> {
        private final Object key;
        private final Map<Object, Asker<W>> askers = new HashMap<>();
        private final PriorityQueue<Asker<W>> turns = new PriorityQueue<>(
                Comparator.<Asker<W>>comparingLong(asker -> asker.served).thenComparingLong(asker -> asker.arrival));
        /** What the asker had been served who was taken last. A newcomer begins there. */
        private long clock;
        private int inFlight;
        private boolean ready;

        QueueLane(Object key) {
            this.key = key;
        }
    }

    /** Somebody with something waiting in a lane. */
    private static final class Asker<W> {
        private final Object key;
        private final long arrival;
        private final Queue<W> questions = new ArrayDeque<>();
        private long served;

        Asker(Object key, long arrival, long served) {
            this.key = key;
            this.arrival = arrival;
            this.served = served;
        }
    }

    /** What goes into one round. */
    static final class Round<W> {
        private final QueueLane<W> lane;
        private final List<W> questions;

        private Round(QueueLane<W> lane, List<W> questions) {
            this.lane = lane;
            this.questions = questions;
        }

        List<W> questions() {
            return questions;
        }
    }

    FairQueue(int mostInFlight, int roundWeight, ToIntFunction<W> weight) {
        this.mostInFlight = mostInFlight;
        this.roundWeight = roundWeight;
        this.weight = weight;
    }

    int waiting() {
        return waiting;
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    void add(Object laneKey, Object askerKey, W question) {
        QueueLane<W> lane = lanes.computeIfAbsent(laneKey, QueueLane::new);
        Asker<W> asker = lane.askers.get(askerKey);
        if (asker == null) {
            asker = new Asker<>(askerKey, arrivals++, lane.clock);
            lane.askers.put(askerKey, asker);
            lane.turns.add(asker);
        }
        asker.questions.add(question);
        waiting++;
        line(lane);
    }

    /** Takes back what still waits, which is equal to itself alone; false if it is in a round, or was. */
    boolean remove(Object laneKey, Object askerKey, W question) {
        QueueLane<W> lane = lanes.get(laneKey);
        Asker<W> asker = lane == null ? null : lane.askers.get(askerKey);
        if (lane == null || asker == null || !asker.questions.remove(question)) {
            return false;
        }
        waiting--;
        if (asker.questions.isEmpty()) {
            lane.askers.remove(askerKey);
            lane.turns.remove(asker);
        }
        if (lane.turns.isEmpty() && lane.ready) {
            lane.ready = false;
            ready.remove(lane);
        }
        forgetIdle(lane);
        return true;
    }

    private void line(QueueLane<W> lane) {
        if (!lane.ready && lane.inFlight < mostInFlight && !lane.turns.isEmpty()) {
            lane.ready = true;
            ready.add(lane);
        }
    }

    /** The next round, to be given to {@link #done} in the end; null if nothing can begin now. */
    @Nullable
    Round<W> take() {
        QueueLane<W> lane = ready.poll();
        if (lane == null) {
            return null;
        }
        lane.ready = false;
        lane.inFlight++;
        var taken = new Round<>(lane, fill(lane));
        line(lane);
        return taken;
    }

    /** Whose next question no longer fits keeps the turn for the next round. */
    private List<W> fill(QueueLane<W> lane) {
        List<W> taken = new ArrayList<>();
        List<Asker<W>> next = new ArrayList<>();
        int total = 0;
        while (total < roundWeight && !lane.turns.isEmpty()) {
            Asker<W> asker = lane.turns.remove();
            int heavy = weight.applyAsInt(asker.questions.element());
            if (!taken.isEmpty() && total + heavy > roundWeight) {
                next.add(asker);
                continue;
            }
            taken.add(asker.questions.remove());
            total += heavy;
            lane.clock = Math.max(lane.clock, asker.served);
            asker.served += heavy;
            if (asker.questions.isEmpty()) {
                lane.askers.remove(asker.key);
            } else {
                lane.turns.add(asker);
            }
        }
        lane.turns.addAll(next);
        waiting -= taken.size();
        return taken;
    }

    /** A round has ended, however. */
    void done(Round<W> taken) {
        QueueLane<W> lane = taken.lane;
        lane.inFlight--;
        line(lane);
        forgetIdle(lane);
    }

    private void forgetIdle(QueueLane<W> lane) {
        if (lane.inFlight == 0 && lane.turns.isEmpty()) {
            lanes.remove(lane.key);
        }
    }

    /** Whether it holds nothing at all. */
    boolean isEmpty() {
        return lanes.isEmpty() && ready.isEmpty() && waiting == 0;
    }
}
