package io.selfsame.kafka;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** Looks at the brokers that one client connects to, and remembers whom it has kept the client from. Thread safe. */
final class BrokerGuard {

    /** A broker is where no connection is made to. */
    static final class Refused extends RuntimeException {

        Refused(String reason) {
            super(reason, null, false, false);
        }
    }

    private final BrokerRule rule;
    private final boolean secure;
    private volatile String refusal = "";

    BrokerGuard(BrokerRule rule, boolean secure) {
        this.rule = rule;
        this.secure = secure;
    }

    /**
     * The addresses of a host, all of which may be connected to.
     *
     * @throws Refused if one may not
     * @throws UnknownHostException if there are none
     */
    List<InetAddress> require(String host) throws UnknownHostException {
        List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
        rule.refusal(host, addresses, secure).ifPresent(reason -> {
            refusal = reason;
            throw new Refused(reason);
        });
        return addresses;
    }

    /** Why a connection was not made, if one was not. */
    Optional<String> refusal() {
        return Optional.of(refusal).filter(text -> !text.isEmpty());
    }
}
