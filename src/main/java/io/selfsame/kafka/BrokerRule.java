package io.selfsame.kafka;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Which addresses a broker may be at. Thread safe, and it looks nothing up. */
@FunctionalInterface
public interface BrokerRule {

    /**
     * Why no connection is made; empty if one may be.
     *
     * @param host as the settings or a broker name it
     * @param addresses all that it leads to
     * @param secure whether the connection has TLS
     */
    Optional<String> refusal(String host, List<InetAddress> addresses, boolean secure);
}
