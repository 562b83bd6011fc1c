package io.selfsame.source.run;

import io.selfsame.tracking.EventFeed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a topic as they are, but for those that are too large for any event: of these the beginning is enough to say so. So the
 * messages that wait in memory are bounded. Headers are taken away: each keeps its whole message. Thread safe.
 */
final class EventBytes implements Deserializer<byte @Nullable []> {

    @Override
    public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : Arrays.copyOf(data, Math.min(data.length, EventFeed.LARGEST + 1));
    }

    @Override
    public byte @Nullable [] deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        drop(headers);
        if (data == null) {
            return null;
        }
        byte[] bytes = new byte[Math.min(data.remaining(), EventFeed.LARGEST + 1)];
        data.get(bytes);
        return bytes;
    }

    /** Keys, of which nothing is kept: a message without an event may have one. Thread safe. */
    static final class NoKey implements Deserializer<byte[]> {

        private static final byte[] NOTHING = new byte[0];

        @Override
        public byte[] deserialize(String topic, byte @Nullable [] data) {
            return NOTHING;
        }

        @Override
        public byte[] deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
            drop(headers);
            return NOTHING;
        }
    }

    /** Nobody asks for them. */
    private static void drop(Headers headers) {
        for (Iterator<Header> each = headers.iterator(); each.hasNext();) {
            each.next();
            each.remove();
        }
    }
}
