package io.selfsame.destination.send;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of a process beside this one: an HTTP proxy that goes only where messages may go. It takes CONNECT for TLS, and for
 * {@code http://} the absolute form, where the guard opens that. Whoever asks must have the token. Connections, their duration and their
 * bytes are bounded. Thread safe.
 */
public final class CheckingProxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckingProxy.class);

    /** Connections at a time; more are closed at once. */
    private static final int MOST = 256;

    private final ServerSocket door;
    private final ProxyConnection.Rules rules;
    private final Lookups lookups;
    private final Semaphore places = new Semaphore(MOST);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private CheckingProxy(ServerSocket door, ProxyConnection.Rules rules, Lookups lookups) {
        this.door = door;
        this.rules = rules;
        this.lookups = lookups;
    }

    /**
     * Begins to listen.
     *
     * @param port 0 for any free one
     * @param token who asks has it as the password of {@code catalogue}, by Basic authorization
     * @throws UncheckedIOException if it cannot listen there
     */
    public static CheckingProxy open(AddressGuard guard, String host, int port, String token) {
        return open(guard, host, port, token, InetAddress::getAllByName, ProxyConnection.Limits.STANDARD);
    }

    static CheckingProxy open(AddressGuard guard, String host, int port, String token, Lookups.Names names,
            ProxyConnection.Limits limits) {
        try {
            var door = new ServerSocket();
            door.setReuseAddress(true);
            door.bind(new InetSocketAddress(host, port), MOST);
            byte[] credentials = ("Basic " + Base64.getEncoder()
                    .encodeToString(("catalogue:" + token).getBytes(StandardCharsets.UTF_8)))
                    .getBytes(StandardCharsets.UTF_8);
            var lookups = new Lookups(names);
            var rules = new ProxyConnection.Rules(
                    given -> MessageDigest.isEqual(credentials, given.getBytes(StandardCharsets.UTF_8)),
                    new GuardedLookup(lookups, guard, true, limits.step()),
                    new GuardedLookup(lookups, guard, false, limits.step()),
                    limits);
            var proxy = new CheckingProxy(door, rules, lookups);
            Thread.ofPlatform().daemon().name("catalogue-proxy").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, which matters when any free port was asked for. */
    public int port() {
        return door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (!places.tryAcquire()) {
                    client.close();
                    continue;
                }
                open.add(client);
                Thread.ofPlatform().daemon().name("catalogue-proxy").start(() -> {
                    try {
                        new ProxyConnection(client, rules).serve();
                    } finally {
                        open.remove(client);
                        places.release();
                    }
                });
            } catch (IOException e) {
                if (!door.isClosed()) {
                    LOG.warn("A connection to the catalogue's way out was lost ({})", e.toString());
                }
            }
        }
    }

    /** Ends what is on its way. */
    @Override
    public void close() {
        ProxyConnection.quietly(door);
        open.forEach(ProxyConnection::quietly);
        lookups.close();
    }
}
