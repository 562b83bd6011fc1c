package io.selfsame.kafka;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What goes over one connection to a broker, as Kafka frames it: four bytes of length, then so many of a request or an answer. An answer
 * with messages is kept until it is whole and has been looked at; of every other one the length alone is looked at. Kafka's client would
 * make an array of any length that a broker names. Not thread-safe.
 */
final class Frames {

    /** An answer with messages. A batch of messages comes in one piece, so it is also what a batch may have as it is sent. */
    static final int MOST = 8 * 1024 * 1024;

    /**
     * Any other answer. The largest are those about 50 topics of hundreds of partitions, with 50 bytes each, and about a cluster of hundreds of
     * brokers; the client makes of them many times as much.
     */
    static final int MOST_OTHER = 1024 * 1024;

    /** The number of the request for messages. */
    private static final int FETCH = 1;

    private static final int LENGTH = Integer.BYTES;
    /** Of a request: which one, its version, and the number by which it is answered. */
    private static final int REQUEST_HEAD = LENGTH + 8;
    private static final int ANSWER_HEAD = LENGTH + Integer.BYTES;
    /** Requests for messages that wait for an answer: a client has one a broker. */
    private static final int MOST_WAITING = 100;
    private static final int FIRST_SIZE = 64 * 1024;

    private final Room.Part room;
    private final Map<Integer, Short> fetches = new HashMap<>();

    private final ByteBuffer request = ByteBuffer.allocate(REQUEST_HEAD);
    private long requestRest;

    private final ByteBuffer head = ByteBuffer.allocate(ANSWER_HEAD);
    /** Bytes of the present answer that are still to come. */
    private int rest;
    private byte[] kept = new byte[0];
    private int keptBytes;
    private boolean keeps;
    private short version;
    private long reserved;

    Frames(Room.Part room) {
        this.room = room;
    }

    /** Bytes that go to the broker. */
    void sent(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (requestRest > 0) {
                int skipped = (int) Math.min(requestRest, bytes.remaining());
                bytes.position(bytes.position() + skipped);
                requestRest -= skipped;
                continue;
            }
            request.put(bytes.get());
            int length = request.position() < LENGTH ? Integer.MAX_VALUE : request.getInt(0);
            if (request.position() == REQUEST_HEAD) {
                if (request.getShort(LENGTH) == FETCH && fetches.size() < MOST_WAITING) {
                    fetches.put(request.getInt(LENGTH + 4), request.getShort(LENGTH + 2));
                }
                requestRest = length + (long) LENGTH - REQUEST_HEAD;
                request.clear();
            } else if (request.position() >= LENGTH && request.position() == LENGTH + length) {
                request.clear();
            }
        }
    }

    /**
     * Bytes that come from the broker.
     *
     * @return those that the client may have now, which can be none
     * @throws UnboundedAnswer if the connection is to end
     */
    ByteBuffer received(ByteBuffer bytes) throws UnboundedAnswer {
        var out = new Out(bytes.remaining() + ANSWER_HEAD);
        while (bytes.hasRemaining()) {
            if (rest == 0 && !keeps) {
                head.put(bytes.get());
                begin(out);
            } else if (keeps) {
                keep(bytes);
            } else {
                int passed = Math.min(rest, bytes.remaining());
                out.put(bytes, passed);
                rest -= passed;
            }
            if (keeps && rest == 0) {
                FetchCheck.require(ByteBuffer.wrap(kept, 0, keptBytes), version);
                out.put(ByteBuffer.wrap(kept, 0, keptBytes), keptBytes);
                keeps = false;
                kept = new byte[0];
            }
        }
        return out.bytes();
    }

    private void begin(Out out) throws UnboundedAnswer {
        if (head.position() < LENGTH) {
            return;
        }
        int length = head.getInt(0);
        if (length < 0 || length > MOST) {
            throw new UnboundedAnswer("begins an answer of " + Integer.toUnsignedString(length) + " bytes, and "
                    + MOST / 1024 / 1024
                    + " MB are the most that is taken: it is no broker, or its batches of messages are"
                    + " larger");
        }
        if (head.position() < Math.min(ANSWER_HEAD, LENGTH + length)) {
            return;
        }
        rest = LENGTH + length - head.position();
        Short fetched = head.position() == ANSWER_HEAD ? fetches.remove(head.getInt(LENGTH)) : null;
        head.flip();
        if (fetched == null) {
            if (length > MOST_OTHER) {
                throw new UnboundedAnswer("answers with " + length + " bytes where there are no messages; "
                        + MOST_OTHER / 1024 / 1024 + " MB are the most that is taken");
            }
            out.put(head, head.remaining());
        } else {
            reserve(length);
            keeps = true;
            version = fetched;
            kept = new byte[Math.min(FIRST_SIZE, LENGTH + length)];
            keptBytes = head.remaining();
            head.get(kept, 0, keptBytes);
        }
        head.clear();
    }

    private void keep(ByteBuffer bytes) {
        int some = Math.min(rest, bytes.remaining());
        if (keptBytes + some > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(keptBytes + rest, Math.max(2 * kept.length, keptBytes + some)));
        }
        bytes.get(kept, keptBytes, some);
        keptBytes += some;
        rest -= some;
    }

    private void reserve(int bytes) throws UnboundedAnswer {
        room.give(reserved);
        reserved = 0;
        if (!room.take(bytes)) {
            throw new UnboundedAnswer(
                    "has an answer of " + bytes + " bytes, for which there is no memory beside the other answers");
        }
        reserved = bytes;
    }

    /** The connection is over. */
    void close() {
        room.give(reserved);
        reserved = 0;
        keeps = false;
        kept = new byte[0];
    }

    /** Grows for the answer that was kept. */
    private static final class Out {

        private ByteBuffer to;

        Out(int bytes) {
            to = ByteBuffer.allocate(bytes);
        }

        void put(ByteBuffer from, int bytes) {
            if (to.remaining() < bytes) {
                to = ByteBuffer.allocate(to.position() + bytes).put(to.flip());
            }
            to.put(from.slice(from.position(), bytes));
            from.position(from.position() + bytes);
        }

        ByteBuffer bytes() {
            return to.flip();
        }
    }
}
