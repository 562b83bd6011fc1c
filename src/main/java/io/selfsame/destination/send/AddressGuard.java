package io.selfsame.destination.send;

import io.selfsame.network.Networks;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses messages may go to. People who make destinations name any host, and a name can lead into the network in which the
 * service runs. So only public addresses of other machines are taken, and those that the operator has listed. It looks no name up. Thread
 * safe.
 */
public final class AddressGuard {

    /** What an operator sets to open more. */
    public static final String SETTING = "SELFSAME_DESTINATION_ALLOW";

    private final Networks allowed;
    private final OwnAddresses own = new OwnAddresses();

    /** @param allowed what the operator has listed; there {@code http://} is taken, too */
    public AddressGuard(Networks allowed) {
        this.allowed = allowed;
    }

    /**
     * What is wrong with a URL whatever its host leads to; empty if nothing is. It says nothing of the addresses of a name: these are
     * checked at each connection.
     */
    public Optional<String> problem(URI url) {
        if (url.getScheme() == null || !Set.of("http", "https").contains(url.getScheme())) {
            return Optional.of("the URL does not begin with https:// or http://");
        }
        if (url.getHost() == null || url.getPort() > 65_535 || url.getPort() == 0) {
            return Optional.of("the URL has no host that can be connected to");
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of("the URL has a user; send an Authorization header instead");
        }
        return url.getRawFragment() == null
                ? Optional.empty()
                : Optional.of("the URL has a part after #, which is never sent");
    }

    /**
     * Why no connection is made; empty if one may be.
     *
     * @param host as it stands in the URL
     * @param secure whether the connection has TLS
     * @param addresses all that the host leads to. One that is not allowed is enough to refuse: which of them would be connected to is
     *     chance
     */
    Optional<String> refusal(String host, boolean secure, List<InetAddress> addresses) {
        return refusal(host, addresses, secure
                ? Optional.empty()
                : Optional.of("http:// is taken only for addresses that the operator lists in " + SETTING
                        + "; use https://"));
    }

    /** The same for a broker of Kafka. */
    public Optional<String> refusalOfBroker(String host, List<InetAddress> addresses, boolean secure) {
        return refusal(host, addresses, secure
                ? Optional.empty()
                : Optional.of("PLAINTEXT is taken only for addresses that the operator lists in " + SETTING
                        + "; use SSL or SASL_SSL"));
    }

    private Optional<String> refusal(String host, List<InetAddress> addresses, Optional<String> insecure) {
        for (InetAddress address : addresses) {
            if (allowed.contains(address)) {
                continue;
            }
            Optional<String> kind = AddressKinds.notPublic(address).or(() -> own.contains(address)
                    ? Optional.of("an address of the machine of this service")
                    : Optional.empty());
            if (kind.isPresent()) {
                // Not the address itself: who makes destinations would learn the names of a network that is not theirs.
                return Optional
                        .of(host + " leads to " + kind.get() + ". Messages go to public addresses, and to those that"
                                + " the operator lists in " + SETTING);
            }
            if (insecure.isPresent()) {
                return Optional.of(host + " leads to a public address, and " + insecure.get());
            }
        }
        return Optional.empty();
    }
}
