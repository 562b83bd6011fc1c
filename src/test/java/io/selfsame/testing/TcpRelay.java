package io.selfsame.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP relay that cuts connections in mid-flight: each gets a random number of bytes to carry and is closed when they
 * are spent, until {@link #heal()}. Or it falls silent. Thread-safe.
 */
public final class TcpRelay implements AutoCloseable {

    private static final int UNLIMITED = -1;

    private final ServerSocket door;
    private final URI target;
    private final Random random;
    private final int mostBytes;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean healthy;
    private volatile boolean silent;

    public TcpRelay(URI target, long seed, int mostBytes) {
        this.target = target;
        this.random = new Random(seed);
        this.mostBytes = mostBytes;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        healthy = true;
        Thread.ofVirtual().name("relay").start(this::accept);
    }

    /** Where the target is reached through this relay. */
    public URI url() {
        return URI.create(target.getScheme() + "://127.0.0.1:" + door.getLocalPort());
    }

    /** From now on every connection, open ones too, is cut sooner or later. */
    public void harm() {
        healthy = false;
        cutAll();
    }

    /** From now on nothing is cut, and what was held back is carried. */
    public void heal() {
        healthy = true;
        silent = false;
    }

    /** From now on nothing is carried, and no connection is cut: as with a target that hangs. */
    public void fallSilent() {
        silent = true;
    }

    /** How many connections were cut by now. */
    public int cuts() {
        return cuts.get();
    }

    public void cutAll() {
        open.forEach(socket -> {
            cuts.incrementAndGet();
            quietly(socket);
        });
    }

    @Override
    public void close() {
        quietly(door);
        open.forEach(TcpRelay::quietly);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(target.getHost(), target.getPort());
                open.add(client);
                AtomicLong budget = new AtomicLong(healthy ? UNLIMITED : 500 + random.nextInt(mostBytes));
                Thread.ofVirtual().start(() -> pump(client, server, client, budget));
                Thread.ofVirtual().start(() -> pump(server, client, client, budget));
            } catch (IOException closedOrRefused) {
                // Either this relay was closed, or the target is away, which the client sees as a cut.
            }
        }
    }

    private void pump(Socket from, Socket to, Socket client, AtomicLong budget) {
        byte[] buffer = new byte[4096];
        try (from; to) {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                boolean limited = budget.get() != UNLIMITED && !healthy;
                if (limited && budget.addAndGet(-read) <= 0) {
                    cuts.incrementAndGet();
                    break;
                }
                while (silent && !client.isClosed()) {
                    LockSupport.parkNanos(20_000_000);
                }
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException cut) {
            // The other direction has seen the same end.
        } finally {
            open.remove(client);
        }
    }

    private static void quietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException ignored) {
            // It is gone either way.
        }
    }
}
