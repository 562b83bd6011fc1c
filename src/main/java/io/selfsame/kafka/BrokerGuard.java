package io.selfsame.kafka;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the brokers that one client connects to, and at what they send, and remembers what was wrong. Thread safe. */
final class BrokerGuard {

    /** A broker is where no connection is made to. */
    static final class Refused extends RuntimeException {

        Refused(String reason) {
            super(reason, null, false, false);
        }
    }

    private final BrokerRule rule;
    private final boolean secure;
    private final Room.Part room;
    private volatile @Nullable String refusal;
    private volatile @Nullable String fault;
    private volatile boolean heard;

    BrokerGuard(BrokerRule rule, boolean secure, Room.Part room) {
        this.rule = rule;
        this.secure = secure;
        this.room = room;
    }

    /**
     * Looks at the addresses of a host, all of which may be connected to. After the first refusal all are refused: a name that leads
     * elsewhere from moment to moment has one try.
     *
     * @throws Refused if one may not
     * @throws UnknownHostException if there are none
     */
    void require(String host) throws UnknownHostException {
        refusal().ifPresent(reason -> {
            throw new Refused(reason);
        });
        List<InetAddress> addresses = List.of(InetAddress.getAllByName(host));
        rule.refusal(host, addresses, secure).ifPresent(reason -> {
            refusal = reason;
            throw new Refused(reason);
        });
    }

    boolean isSecure() {
        return secure;
    }

    /** What looks at a new connection. */
    Frames frames() {
        return new Frames(room);
    }

    /** Why a connection was not made, if one was not. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** A broker sends what is not taken. */
    void fault(String reason) {
        fault = "a broker " + reason;
    }

    /** What a broker has sent that was not taken, as a clause. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** A broker has sent something. */
    void heard() {
        heard = true;
    }

    /** Whether any broker has sent anything. */
    boolean hasHeard() {
        return heard;
    }
}
