package io.selfsame.destination.send;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * The addresses of a host for one connection, checked. The client connects to these and asks nobody again, so a name that leads
 * elsewhere a moment later changes nothing. Addresses in a URL come here, too. Thread safe.
 *
 * @param secure whether these connections have TLS
 */
record GuardedLookup(Lookups lookups, AddressGuard guard, boolean secure, Duration limit) implements DnsResolver {

    /** Addresses of a host that are tried; all of them are checked. */
    private static final int TRIED = 3;

    /** The host leads to an address that messages must not go to. */
    static final class Refused extends UnknownHostException {

        Refused(String reason) {
            super(reason);
        }
    }

    /** Too many names are looked up already. */
    static final class Busy extends UnknownHostException {}

    /** Nobody has said within the limit where a name leads. */
    static final class TooSlow extends UnknownHostException {}

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        List<InetAddress> addresses = find(host);
        Optional<String> refusal = guard.refusal(host, secure, addresses);
        if (refusal.isPresent()) {
            throw new Refused(refusal.get());
        }
        // Each may take as long as a connection may: the client tries one after another.
        return addresses.stream().limit(TRIED).toArray(InetAddress[]::new);
    }

    private List<InetAddress> find(String host) throws UnknownHostException {
        try {
            return lookups.find(host, limit);
        } catch (RejectedExecutionException e) {
            throw new Busy();
        } catch (TimeoutException e) {
            throw new TooSlow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooSlow();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RejectedExecutionException) {
                throw new Busy();
            }
            throw new UnknownHostException(host);
        }
    }

    /** For schemes of authentication that we do not have. */
    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
