package io.selfsame.destination.send;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The addresses of this machine. What listens at all of them, as Neo4j and this service may, would take a connection to a public one as
 * if it came from inside. Thread safe.
 */
final class OwnAddresses {

    /** Machines get addresses while they run. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private Set<InetAddress> known = Set.of();
    private long readAt;

    /** Whether an address is one of this machine. */
    synchronized boolean contains(InetAddress address) {
        if (known.isEmpty() || System.nanoTime() - readAt > FRESH.toNanos()) {
            known = read();
            readAt = System.nanoTime();
        }
        return known.contains(address);
    }

    private static Set<InetAddress> read() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toSet());
        } catch (SocketException e) {
            // Without any network there is nothing to connect to.
            return Set.of();
        }
    }
}
