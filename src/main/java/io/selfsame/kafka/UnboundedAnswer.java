package io.selfsame.kafka;

import javax.net.ssl.SSLException;

/** A broker has sent what is larger than we take, or what we do not understand. The connection ends. */
final class UnboundedAnswer extends SSLException {

    private static final long serialVersionUID = 1;

    /** @param reason a clause without a subject, for people; nothing in it is the broker's own text */
    UnboundedAnswer(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
