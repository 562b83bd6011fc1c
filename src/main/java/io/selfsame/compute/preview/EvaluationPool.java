package io.selfsame.compute.preview;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.flow.Capacity;
import io.selfsame.flow.Overloaded;
import io.selfsame.flow.Queues;
import io.selfsame.http.HttpError;
import io.selfsame.space.SpaceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for evaluations that somebody waits for. Requests run on virtual threads, which share a few carrier threads and leave
 * them only when they wait: evaluation, which computes for seconds, would keep them from everybody else. These are platform
 * threads, between which and the carriers the operating system divides the cores.
 *
 * <p>Bounded: so many run at once, of one space one fewer, so that no space keeps another waiting for all of its work; so many
 * wait, of one space a quarter of them, and spaces take turns. What is too much is refused at once. Thread safe.
 */
public final class EvaluationPool implements Queues.Bounded, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EvaluationPool.class);

    private static final int SHARE = 4;

    private final ExecutorService threads;
    private final int atOnce;
    private final int ofSpace;
    private final String name;
    private final int waiting;
    private final Capacity capacity;

    /** Those of which something waits or runs, in the order of their turns. Guarded by this. */
    private final Map<SpaceId, SpaceQueue> lanes = new LinkedHashMap<>();
    private int running;
    private long refused;
    private boolean closed;

    /** The work of one space. */
    private static final class SpaceQueue {

        private final Capacity capacity;
        private final Deque<Piece> waiting = new ArrayDeque<>();
        private int running;

        SpaceQueue(Capacity capacity) {
            this.capacity = capacity;
        }
    }

    /**
     * Makes one whose threads start as they are needed.
     *
     * @param name of the work, for threads and for the message of {@link Overloaded}
     * @param atOnce two or more
     * @param waiting how much is taken in all, with what runs
     */
    public EvaluationPool(String name, int atOnce, int waiting) {
        this(name, atOnce, waiting, Executors.newFixedThreadPool(atOnce,
                Thread.ofPlatform().daemon().name(name + "-", 0).factory()));
    }

    EvaluationPool(String name, int atOnce, int waiting, ExecutorService threads) {
        this.threads = threads;
        this.atOnce = atOnce;
        this.ofSpace = atOnce - 1;
        this.name = name;
        this.waiting = waiting;
        this.capacity = new Capacity(name, waiting);
    }

    /** Shows how much runs and waits. */
    public void figures(MeterRegistry registry) {
        Queues.show(registry, name, this);
        Gauge.builder("selfsame.evaluations.running", this, EvaluationPool::running).tag("kind", name)
                .description("Evaluations for those who wait for them that run now").register(registry);
    }

    private synchronized int running() {
        return running;
    }

    @Override
    public long used() {
        return capacity.used();
    }

    @Override
    public long most() {
        return capacity.most();
    }

    @Override
    public synchronized long refused() {
        return refused;
    }

    /** @param dropped what is done instead, if its turn never comes */
    private record Piece(Ticket place, Runnable work, Runnable dropped) {}

    /** A place for one piece of work. Either it is run, or the place is given back. */
    public final class Ticket {

        private final SpaceId space;
        private final SpaceQueue lane;

        private Ticket(SpaceId space, SpaceQueue lane) {
            this.space = space;
            this.lane = lane;
        }

        /** As {@link #run(Runnable, Runnable)}, of what nobody waits for. */
        void run(Runnable work) {
            run(work, () -> {});
        }

        /**
         * Runs the work when its turn has come. It must not throw.
         *
         * @param dropped run instead if the service stops before
         * @throws Overloaded if no thread can be had for it; the place is given back
         */
        public void run(Runnable work, Runnable dropped) {
            boolean late;
            synchronized (EvaluationPool.this) {
                late = closed;
                if (late) {
                    leave(this);
                } else {
                    var mine = new Piece(this, work, dropped);
                    lane.waiting.add(mine);
                    begin(mine);
                }
            }
            if (late) {
                dropped.run();
            }
        }

        void giveBack() {
            synchronized (EvaluationPool.this) {
                leave(this);
            }
        }
    }

    /**
     * Takes a place.
     *
     * @throws Overloaded if too much waits, of the space or of all
     * @throws HttpError if the service is stopping
     */
    public synchronized Ticket take(SpaceId space) {
        if (closed) {
            throw HttpError.unavailable("The service is stopping; ask again", 1);
        }
        try {
            return place(space);
        } catch (Overloaded e) {
            refused++;
            throw e;
        }
    }

    private Ticket place(SpaceId space) {
        capacity.acquire(1);
        SpaceQueue lane = lanes.computeIfAbsent(space,
                key -> new SpaceQueue(new Capacity(name, Math.max(1, waiting / SHARE))));
        try {
            lane.capacity.acquire(1);
        } catch (RuntimeException e) {
            capacity.release(1);
            throw e;
        }
        return new Ticket(space, lane);
    }

    /**
     * Begins one more piece, if there is one that may. Where no thread can be had for it, whoever works already takes it up
     * in the end; if nobody does, it is the newest, which nothing else waits with.
     */
    @SuppressWarnings("CatchThrowable")
    private void begin(Piece newest) {
        Optional<Piece> next = next();
        if (next.isEmpty()) {
            return;
        }
        try {
            threads.execute(() -> work(next.get()));
        } catch (Throwable noThread) {
            SpaceQueue lane = next.get().place().lane;
            running--;
            lane.running--;
            if (running > 0) {
                lane.waiting.addFirst(next.get());
            } else {
                leave(newest.place());
                throw new Overloaded("No thread can be had for it; ask again after the Retry-After seconds");
            }
        }
    }

    /** Whoever has ended a piece takes up the next: no more than one can have become free to begin. */
    @SuppressWarnings("CatchThrowable")
    private void work(Piece first) {
        for (Optional<Piece> piece = Optional.of(first); piece.isPresent();) {
            try {
                piece.get().work().run();
            } catch (Throwable e) {
                LOG.error("What must not throw has thrown", e);
            }
            piece = ended(piece.get().place());
        }
    }

    private synchronized Optional<Piece> ended(Ticket place) {
        running--;
        place.lane.running--;
        leave(place);
        return next();
    }

    private void leave(Ticket place) {
        capacity.release(1);
        place.lane.capacity.release(1);
        if (place.lane.capacity.used() == 0) {
            lanes.remove(place.space);
        }
    }

    /** The next of the space whose turn it is, which goes to the end of the line. It counts as running. */
    private Optional<Piece> next() {
        Iterator<Map.Entry<SpaceId, SpaceQueue>> all = lanes.entrySet().iterator();
        while (running < atOnce && !closed && all.hasNext()) {
            var entry = all.next();
            SpaceQueue lane = entry.getValue();
            if (lane.running < ofSpace && !lane.waiting.isEmpty()) {
                all.remove();
                lanes.put(entry.getKey(), lane);
                running++;
                lane.running++;
                return Optional.of(lane.waiting.remove());
            }
        }
        return Optional.empty();
    }

    /**
     * Begins nothing more, says so of what waits, and waits for what runs; what has not ended after two seconds is interrupted.
     */
    @Override
    public void close() {
        List<Piece> left = new ArrayList<>();
        synchronized (this) {
            closed = true;
            lanes.values().forEach(lane -> {
                left.addAll(lane.waiting);
                lane.waiting.clear();
            });
            left.forEach(each -> leave(each.place()));
        }
        threads.shutdown();
        left.forEach(each -> each.dropped().run());
        try {
            if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
