package io.selfsame.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.flow.Queues;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** How full {@link Holdings} are, as figures, which are read under their lock. Thread safe. */
final class ConnectionFigures implements Queues.Bounded {

    private final Lock lock;
    private final Holdings holdings;
    private final ToLongFunction<Holdings> used;
    private final ToLongFunction<Holdings> most;
    private final ToLongFunction<Holdings> refused;

    private ConnectionFigures(Lock lock, Holdings holdings, ToLongFunction<Holdings> used,
            ToLongFunction<Holdings> most, ToLongFunction<Holdings> refused) {
        this.lock = lock;
        this.holdings = holdings;
        this.used = used;
        this.most = most;
        this.refused = refused;
    }

    /** @param lock that guards the holdings */
    static void show(MeterRegistry registry, Lock lock, Holdings holdings) {
        Queues.show(registry, "connection", new ConnectionFigures(lock, holdings, Holdings::open,
                Holdings::connections, Holdings::pushedOut));
        Queues.show(registry, "large-header", of(lock, holdings, Holdings::heads));
        Queues.show(registry, "arriving-without-key", of(lock, holdings, Holdings::strangers));
        Queues.show(registry, "arriving", of(lock, holdings, Holdings::known));
    }

    private static ConnectionFigures of(Lock lock, Holdings holdings, Function<Holdings, ByteBudget> room) {
        return new ConnectionFigures(lock, holdings, all -> room.apply(all).held, all -> room.apply(all).most,
                all -> room.apply(all).refused);
    }

    private long read(ToLongFunction<Holdings> figure) {
        lock.lock();
        try {
            return figure.applyAsLong(holdings);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long used() {
        return read(used);
    }

    @Override
    public long most() {
        return read(most);
    }

    @Override
    public long refused() {
        return read(refused);
    }
}
