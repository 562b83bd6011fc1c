package io.selfsame.source.run;

import io.selfsame.tracking.EventFeed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a topic as they are, but for those that are too large for any event: of these the beginning is enough to say so. So the
 * messages that wait in memory are bounded. Thread safe.
 */
final class EventBytes implements Deserializer<byte @Nullable []> {

    @Override
    public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : Arrays.copyOf(data, Math.min(data.length, EventFeed.LARGEST + 1));
    }

    @Override
    public byte @Nullable [] deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        if (data == null) {
            return null;
        }
        byte[] bytes = new byte[Math.min(data.remaining(), EventFeed.LARGEST + 1)];
        data.get(bytes);
        return bytes;
    }
}
