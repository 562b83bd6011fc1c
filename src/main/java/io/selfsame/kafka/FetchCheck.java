package io.selfsame.kafka;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Looks through an answer with messages before Kafka's client reads it, so that what the client makes of it is bounded: batches unpacked,
 * single messages, headers and lists. It keeps nothing. The form is that of Kafka's {@code FetchResponse}. For one answer.
 */
final class FetchCheck {

    /** The newest form that is known here: that of the client that is used. */
    static final int NEWEST = 18;

    /** Since then lists and texts have short lengths, and fields that may be passed over. */
    private static final int FLEXIBLE = 12;
    private static final int TOPIC_IDS = 13;

    private static final int HEAD = 2 * Integer.BYTES;
    private static final int MOST_TOPICS = 1_000;
    private static final int MOST_PARTITIONS = 20_000;
    private static final int MOST_ABORTED = 20_000;
    private static final int MOST_TAGS = 16;
    private static final int MOST_TAG_BYTES = 64 * 1024;
    private static final int MOST_BROKERS = 1_000;

    /** Bytes of the fields of a partition by their number: two of epoch and offset, one of leader and epoch between them. */
    private static final int[] PARTITION_TAGS = {13, 9, 13};

    /** Of a batch: up to and with its own length, and all that stands before its messages. */
    private static final int BATCH_LENGTH = 12;
    private static final int BATCH_HEAD = 61;

    /** Of the attributes of a batch: how it is packed, and whether it is about a transaction. */
    private static final int PACKED = 7;
    private static final int CONTROL = 0x20;

    private final ByteBuffer in;
    private final int version;
    private final boolean flexible;
    private long unpacked;

    private FetchCheck(ByteBuffer in, int version) {
        this.in = in;
        this.version = version;
        this.flexible = version >= FLEXIBLE;
    }

    /**
     * Looks through one.
     *
     * @param answer whole, with its length
     * @param version of the request that it answers
     * @throws UnboundedAnswer if the client must not have it
     */
    static void require(ByteBuffer answer, int version) throws UnboundedAnswer {
        if (version > NEWEST) {
            throw new UnboundedAnswer("answers in form " + version + ", which is not known here");
        }
        try {
            new FetchCheck(answer.duplicate(), version).answer();
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new UnboundedAnswer("sends an answer that ends within a field");
        }
    }

    private void answer() throws UnboundedAnswer {
        skip(HEAD);
        tags();
        in.getInt();
        if (version >= 7) {
            skip(Short.BYTES + Integer.BYTES);
        }
        int partitions = 0;
        for (int i = count(MOST_TOPICS, "topics"); i > 0; i--) {
            String topic = topic();
            for (int j = count(MOST_PARTITIONS - partitions, "partitions"); j > 0; j--) {
                partitions++;
                partition(topic);
            }
            tags();
        }
        answerTags();
    }

    private String topic() {
        if (version >= TOPIC_IDS) {
            byte[] id = new byte[16];
            in.get(id);
            return "with the ID " + HexFormat.of().formatHex(id);
        }
        int length = flexible ? varint() - 1 : in.getShort();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] name = new byte[length];
        in.get(name);
        // Its characters are those of names of topics, whoever sends it.
        return new String(name, StandardCharsets.UTF_8).replaceAll("[^a-zA-Z0-9._-]", "?");
    }

    private void partition(String topic) throws UnboundedAnswer {
        int partition = in.getInt();
        skip(Short.BYTES + 2 * Long.BYTES);
        if (version >= 5) {
            skip(Long.BYTES);
        }
        for (int i = count(MOST_ABORTED, "transactions"); i > 0; i--) {
            skip(2 * Long.BYTES);
            tags();
        }
        if (version >= 11) {
            skip(Integer.BYTES);
        }
        int bytes = flexible ? varint() - 1 : in.getInt();
        if (bytes > 0) {
            batches(in.slice(in.position(), bytes), "topic " + topic + ", partition " + partition);
            skip(bytes);
        }
        partitionTags();
    }

    private void batches(ByteBuffer all, String place) throws UnboundedAnswer {
        // The last one may be cut off: the client passes over what is not whole.
        while (all.remaining() >= BATCH_HEAD) {
            int at = all.position();
            int length = all.getInt(at + 8);
            if (length < BATCH_HEAD - BATCH_LENGTH) {
                throw new UnboundedAnswer("sends a batch that is none (" + place + ")");
            }
            if (length > all.remaining() - BATCH_LENGTH) {
                return;
            }
            if (all.get(at + 16) != 2) {
                throw new UnboundedAnswer("sends messages in the form of before Kafka 0.11 (" + place + ")");
            }
            int attributes = all.getShort(at + 21);
            if ((attributes & CONTROL) != 0 && (attributes & PACKED) != 0) {
                // No broker packs them, and the client makes a list of the size that their head says.
                throw new UnboundedAnswer("sends a packed batch about a transaction (" + place + ")");
            }
            try {
                unpacked += RecordsCheck.require(
                        all.slice(at + BATCH_HEAD, length + BATCH_LENGTH - BATCH_HEAD), attributes & PACKED,
                        all.getInt(at + 57), RecordsCheck.MOST_UNPACKED - unpacked);
            } catch (UnboundedAnswer e) {
                throw new UnboundedAnswer(
                        e.reason() + " (" + place + ", in the batch from offset " + all.getLong(at) + ")");
            }
            all.position(at + BATCH_LENGTH + length);
        }
    }

    private void skip(int bytes) {
        in.position(in.position() + bytes);
    }

    private int count(int most, String what) throws UnboundedAnswer {
        int count = flexible ? varint() - 1 : in.getInt();
        if (count > most) {
            throw new UnboundedAnswer("sends a list of " + count + " " + what);
        }
        return count;
    }

    /** Fields that the client passes over. */
    private void tags() throws UnboundedAnswer {
        for (int i = tagCount(); i > 0; i--) {
            varint();
            skip(tagBytes());
        }
    }

    /** Of some the client does not look at the size, but reads what it knows to be in them: the size must be that. */
    private void partitionTags() throws UnboundedAnswer {
        for (int i = tagCount(); i > 0; i--) {
            int tag = varint();
            int bytes = tagBytes();
            if (tag >= 0 && tag < PARTITION_TAGS.length
                    && (bytes != PARTITION_TAGS[tag] || in.get(in.position() + bytes - 1) != 0)) {
                throw otherForm(tag);
            }
            skip(bytes);
        }
    }

    /** The first may be where the brokers are, of which the client does not look at the size either. */
    private void answerTags() throws UnboundedAnswer {
        for (int i = tagCount(); i > 0; i--) {
            int tag = varint();
            int end = tagBytes() + in.position();
            if (tag == 0) {
                brokers();
                if (in.position() != end) {
                    throw otherForm(tag);
                }
            }
            in.position(end);
        }
    }

    private void brokers() throws UnboundedAnswer {
        for (int i = count(MOST_BROKERS, "brokers"); i > 0; i--) {
            skip(Integer.BYTES);
            skip(Math.max(0, varint() - 1));
            skip(Integer.BYTES);
            skip(Math.max(0, varint() - 1));
            tags();
        }
    }

    private static UnboundedAnswer otherForm(int tag) {
        return new UnboundedAnswer("sends field " + tag + " in another form than Kafka's");
    }

    private int tagCount() throws UnboundedAnswer {
        int count = flexible ? varint() : 0;
        if (count < 0 || count > MOST_TAGS) {
            throw new UnboundedAnswer("sends a list of " + count + " more fields");
        }
        return count;
    }

    private int tagBytes() throws UnboundedAnswer {
        int bytes = varint();
        if (bytes < 0 || bytes > MOST_TAG_BYTES) {
            throw new UnboundedAnswer("sends a field of " + bytes + " bytes");
        }
        return bytes;
    }

    private int varint() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new BufferUnderflowException();
    }
}
