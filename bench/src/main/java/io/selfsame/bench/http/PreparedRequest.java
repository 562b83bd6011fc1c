package io.selfsame.bench.http;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * A request that only has to be sent: its head and, if it has one, its body, some bytes of a buffer. Whoever prepared it may use
 * the buffer again for the next one.
 */
public final class PreparedRequest {
    private static final byte[] NOTHING = {};

    private final RequestHead head;
    private final byte[] buffer;
    private final int from;
    private final int length;
    private final int events;

    private PreparedRequest(RequestHead head, byte[] buffer, int from, int length, int events) {
        this.head = head;
        this.buffer = buffer;
        this.from = from;
        this.length = length;
        this.events = events;
    }

    /** One without a body. */
    public static PreparedRequest of(RequestHead head) {
        return new PreparedRequest(head, NOTHING, 0, 0, 0);
    }

    /**
     * One with {@code length} bytes of {@code buffer} from {@code from} as its body.
     *
     * @param events
     *            how many events it carries
     */
    public static PreparedRequest of(RequestHead head, byte[] buffer, int from, int length, int events) {
        return new PreparedRequest(head, buffer, from, length, events);
    }

    /** Events in it; 0 for a read. */
    public int events() {
        return events;
    }

    ClassicHttpRequest message(String host) {
        BasicClassicHttpRequest message = head.message();
        message.addHeader(HttpHeaders.HOST, host);
        if (length > 0) {
            message.addHeader(HttpHeaders.CONTENT_LENGTH, length);
            message.setEntity(new ByteArrayEntity(buffer, from, length, ContentType.APPLICATION_JSON));
        }
        return message;
    }
}
