package io.selfsame.kafka;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.utils.internals.BufferSupplier;

/**
 * Unpacks a batch of messages without keeping anything of it, and looks at the lengths in it: a few bytes can unpack to gigabytes, and
 * Kafka's client makes an array for whatever length a message names. What is merely broken is left to the client. For one batch.
 */
final class RecordsCheck {

    /** One message, unpacked. */
    static final int MOST_RECORD = 8 * 1024 * 1024;

    /** All messages of one answer, unpacked: it bounds the time that looking takes. */
    static final long MOST_UNPACKED = 128L * 1024 * 1024;

    static final int MOST_HEADERS = 500;

    private static final byte[] SNAPPY_MAGIC = {-126, 'S', 'N', 'A', 'P', 'P', 'Y', 0};
    private static final int SNAPPY_HEAD = 16;
    private static final int SNAPPY_BEGINS_AGAIN = 0x82534e41;

    private static final byte MAGIC = 2;

    private final InputStream in;
    private final long most;
    private long read;

    private RecordsCheck(InputStream in, long most) {
        this.in = in;
        this.most = most;
    }

    /**
     * Looks at the messages of a batch.
     *
     * @param body what stands behind the head of the batch
     * @param compression as the head says it
     * @param count of messages, as the head says it
     * @param most bytes, unpacked
     * @return bytes, unpacked, as far as it was looked
     */
    static long require(ByteBuffer body, int compression, int count, long most) throws UnboundedAnswer {
        if (compression > CompressionType.ZSTD.id) {
            throw new UnboundedAnswer("sends a batch that is packed in an unknown way");
        }
        CompressionType type = CompressionType.forId(compression);
        if (type == CompressionType.SNAPPY) {
            requireSnappy(body.duplicate());
        }
        if (type == CompressionType.ZSTD) {
            ZstdFrames.require(body);
        }
        long[] looked = {0};
        try (InputStream unpacked = Compression.of(type).build().wrapForInput(body, MAGIC, BufferSupplier.NO_CACHING)) {
            var check = new RecordsCheck(unpacked, most);
            try {
                check.records(count);
            } finally {
                looked[0] = check.read;
            }
        } catch (UnboundedAnswer e) {
            throw e;
        } catch (IOException | KafkaException e) {
            // The client finds the same, and says so. What it took to look counts nevertheless.
            return looked[0];
        }
        return looked[0];
    }

    private void records(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            long length = varint();
            if (length < 0 || length > MOST_RECORD) {
                throw new UnboundedAnswer(
                        "sends a message of " + length + " bytes, unpacked; " + MOST_RECORD / 1024 / 1024
                                + " MB are the most that is taken");
            }
            long end = read + length;
            // Attributes, time and offset.
            next();
            varint();
            varint();
            skip(varint());
            skip(varint());
            long headers = varint();
            if (headers > MOST_HEADERS) {
                throw new UnboundedAnswer("sends a message with " + headers + " headers; " + MOST_HEADERS
                        + " are the most that is taken");
            }
            if (read > end) {
                throw new EOFException();
            }
            skip(end - read);
        }
    }

    private int next() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException();
        }
        count(1);
        return next;
    }

    private void skip(long bytes) throws IOException {
        if (bytes > 0) {
            count(bytes);
            in.skipNBytes(bytes);
        }
    }

    private void count(long bytes) throws UnboundedAnswer {
        // Not by the sum: a length can be as large as a number can.
        if (bytes > most - read) {
            throw new UnboundedAnswer(
                    "sends more than " + MOST_UNPACKED / 1024 / 1024 + " MB of messages, unpacked, at once");
        }
        read += bytes;
    }

    /** Both lengths and differences of times are of this form. */
    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = next();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new EOFException();
    }

    /** Its reader makes an array for the length of each block, and one for what the block says that it unpacks to. */
    private static void requireSnappy(ByteBuffer packed) throws UnboundedAnswer {
        byte[] begin = new byte[Math.min(SNAPPY_MAGIC.length, packed.remaining())];
        packed.get(packed.position(), begin);
        if (!Arrays.equals(begin, SNAPPY_MAGIC) || packed.remaining() < SNAPPY_HEAD) {
            requireBlock(packed);
            return;
        }
        packed.position(packed.position() + SNAPPY_HEAD);
        while (packed.remaining() >= Integer.BYTES) {
            int length = packed.getInt();
            if (length == SNAPPY_BEGINS_AGAIN && packed.remaining() >= SNAPPY_HEAD - Integer.BYTES) {
                packed.position(packed.position() + SNAPPY_HEAD - Integer.BYTES);
            } else if (length < 0 || length > packed.remaining()) {
                throw new UnboundedAnswer("sends a batch of Snappy that is none");
            } else {
                requireBlock(packed.slice(packed.position(), length));
                packed.position(packed.position() + length);
            }
        }
    }

    private static void requireBlock(ByteBuffer block) throws UnboundedAnswer {
        long unpacked = 0;
        for (int shift = 0; shift < 35 && block.hasRemaining(); shift += 7) {
            byte next = block.get();
            unpacked |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        if (unpacked > MOST_RECORD) {
            throw new UnboundedAnswer("sends a block of Snappy of " + unpacked + " bytes, unpacked");
        }
    }
}
