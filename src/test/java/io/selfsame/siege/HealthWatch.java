package io.selfsame.siege;

import io.selfsame.process.Service;
import io.selfsame.siege.client.Tally;
import io.selfsame.siege.client.Wire;
import java.util.ArrayList;
import java.util.List;

/** Asks after the service's health all the time, as a load balancer does, from the making of it to its close. */
final class HealthWatch implements AutoCloseable {

    private static final int PAUSE_MILLIS = 200;

    /** It is 503 when Neo4j takes more than two seconds, which a machine with few cores may do now and then. */
    private static final int READY_PERCENT = 90;

    private final Service service;
    private final Tally live = new Tally("/health/live");
    private final Tally ready = new Tally("/health/ready");
    private final List<Thread> threads;
    private volatile boolean closed;

    HealthWatch(Service service) {
        this.service = service;
        threads = List.of(Thread.ofPlatform().start(() -> watch(live)),
                Thread.ofPlatform().start(() -> watch(ready)));
    }

    private void watch(Tally tally) {
        byte[] request = Wire.request("GET", tally.name(), "");
        while (!closed && service.child().isAlive()) {
            long started = System.nanoTime();
            tally.count(Wire.ask(service.url(), request).outcome(), started);
            Siege.pause(PAUSE_MILLIS);
        }
    }

    List<Tally> tallies() {
        return List.of(live, ready);
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>(live.except("200"));
        faults.addAll(ready.except("200", "503"));
        if (ready.of("200") * 100 < ready.total() * READY_PERCENT) {
            faults.add("/health/ready: only " + ready.of("200") + " of " + ready.total() + " were 200");
        }
        return faults;
    }

    @Override
    public void close() {
        closed = true;
        Siege.join(threads);
    }
}
