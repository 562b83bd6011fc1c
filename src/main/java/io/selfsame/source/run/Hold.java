package io.selfsame.source.run;

import io.selfsame.graph.GraphUnavailable;
import io.selfsame.source.Source;
import io.selfsame.tracking.EventFeed;
import io.selfsame.tracking.EventFeed.Fed;
import io.selfsame.tracking.EventFeed.FedEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The right to take events from one source, and what is noted of it. For one thread, but for {@link #stop} and the tally. */
final class Hold {

    /** How often it says that it still works. */
    private static final Duration RENEWAL = Duration.ofSeconds(2);

    /** How long it works without having been able to say so: less than others wait. */
    private static final Duration TRUST = Duration.ofSeconds(7);

    private final Source source;
    private final SourceRuns runs;
    private final EventFeed feed;
    private final SourceFigures figures;
    private final String token;
    private final SourceTally tally = new SourceTally();
    private long tried = System.nanoTime();
    private long confirmed = tried;
    private boolean lost;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Hold(Source source, SourceRuns runs, EventFeed feed, SourceFigures figures, String token) {
        this.source = source;
        this.runs = runs;
        this.feed = feed;
        this.figures = figures;
        this.token = token;
    }

    Source source() {
        return source;
    }

    SourceTally tally() {
        return tally;
    }

    void stop() {
        stopping.countDown();
    }

    /** Whether to go on: to be asked at least each second. */
    boolean goesOn() {
        long now = System.nanoTime();
        if (!isStopping() && !lost && now - tried > RENEWAL.toNanos()) {
            tried = now;
            try {
                SourceTally.Sum sum = tally.sum();
                lost = !runs.renew(source, token, sum);
                tally.noted(sum);
                confirmed = now;
            } catch (GraphUnavailable e) {
                lost = now - confirmed > TRUST.toNanos();
            }
        }
        return !isStopping() && !lost;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits, unless it is told to end; then as {@link #goesOn}. */
    boolean pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        try {
            while (System.nanoTime() < end && goesOn()) {
                stopping.await(Math.min(end - System.nanoTime(), RENEWAL.toNanos()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return goesOn();
    }

    /** Brings events, and counts what became of them. */
    Fed take(List<FedEvent> events) {
        Fed fed = feed.take(source.space(), source.id(), events);
        switch (fed) {
            case Fed.Committed committed -> {
                tally.add(committed);
                figures.committed(committed);
            }
            case Fed.Later later -> {
            }
        }
        return fed;
    }

    /** Notes the rest; another may go on. */
    void release() {
        try {
            runs.release(source, token, tally.sum());
        } catch (GraphUnavailable e) {
            // It is over by itself in some seconds.
        }
    }
}
