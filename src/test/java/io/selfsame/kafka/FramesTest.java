package io.selfsame.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/** What brokers send, before Kafka's client sees it. */
class FramesTest {

    private static final int NUMBER = 7;

    private final Room.Part room = new Room(1L << 30).part();
    private final Frames frames = new Frames(room);

    private static MemoryRecords records(CompressionType type, byte[] value, int headers) {
        Header[] all = IntStream.range(0, headers).mapToObj(i -> new RecordHeader("h", new byte[0]))
                .toArray(Header[]::new);
        return MemoryRecords.withRecords(Compression.of(type).build(),
                new SimpleRecord(1L, "k".getBytes(StandardCharsets.UTF_8), value, all),
                new SimpleRecord(2L, null, "{}".getBytes(StandardCharsets.UTF_8)));
    }

    /** An answer to request {@link #NUMBER}. */
    private static byte[] answer(int version, MemoryRecords records) {
        var partition = new PartitionData().setPartitionIndex(3).setHighWatermark(9).setRecords(records)
                .setAbortedTransactions(List.of(new FetchResponseData.AbortedTransaction().setProducerId(1)));
        if (version >= 12) {
            partition.setDivergingEpoch(new FetchResponseData.EpochEndOffset().setEpoch(4).setEndOffset(5))
                    .setCurrentLeader(new FetchResponseData.LeaderIdAndEpoch().setLeaderId(6).setLeaderEpoch(7))
                    .setSnapshotId(new FetchResponseData.SnapshotId().setEpoch(8).setEndOffset(9));
        }
        var topic = new FetchableTopicResponse().setPartitions(List.of(partition));
        var data = new FetchResponseData().setResponses(List.of(version >= 13
                ? topic.setTopicId(new Uuid(1, 2))
                : topic.setTopic("people")));
        if (version >= 16) {
            var brokers = new FetchResponseData.NodeEndpointCollection();
            brokers.add(new FetchResponseData.NodeEndpoint().setNodeId(1).setHost("one.example").setPort(9092)
                    .setRack(null));
            brokers.add(new FetchResponseData.NodeEndpoint().setNodeId(2).setHost("").setPort(9092).setRack("r"));
            data.setNodeEndpoints(brokers);
        }
        var body = MessageUtil.toByteBufferAccessor(data, (short) version).buffer();
        boolean flexible = version >= 12;
        var all = ByteBuffer.allocate(8 + (flexible ? 1 : 0) + body.remaining());
        all.putInt(all.capacity() - 4).putInt(NUMBER);
        if (flexible) {
            all.put((byte) 0);
        }
        return all.put(body).array();
    }

    /** Request {@link #NUMBER}, in pieces, as it may come. */
    private static void request(Frames to, int version) {
        var all = ByteBuffer.allocate(32).putInt(28).putShort((short) 1).putShort((short) version).putInt(NUMBER);
        to.sent(all.slice(0, 6));
        to.sent(all.slice(6, all.capacity() - 6));
    }

    /** The answer to a request on a connection of its own: after a refusal there is none. */
    private String refused(int version, MemoryRecords records) {
        var its = new Frames(room);
        request(its, version);
        byte[] answer = answer(version, records);
        return assertThrows(UnboundedAnswer.class, () -> its.received(ByteBuffer.wrap(answer))).reason();
    }

    private byte[] received(byte[] all, int step) throws UnboundedAnswer {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < all.length; i += step) {
            ByteBuffer some = frames.received(ByteBuffer.wrap(all, i, Math.min(step, all.length - i)));
            out.write(some.array(), some.arrayOffset() + some.position(), some.remaining());
        }
        return out.toByteArray();
    }

    private String refused(byte[] all) {
        return assertThrows(UnboundedAnswer.class, () -> new Frames(room).received(ByteBuffer.wrap(all))).reason();
    }

    @Test
    void theFormOfTheClientIsKnown() {
        assertEquals(FetchCheck.NEWEST, ApiKeys.FETCH.latestVersion());
    }

    @Test
    void whatIsInOrderGoesThroughAsItIs() throws UnboundedAnswer {
        byte[] other = ByteBuffer.allocate(14).putInt(0).putInt(6).putInt(99).putShort((short) 1).array();
        assertArrayEquals(other, received(other, 1));
        for (int version = ApiKeys.FETCH.oldestVersion(); version <= FetchCheck.NEWEST; version++) {
            for (CompressionType type : CompressionType.values()) {
                byte[] answer = answer(version, records(type, new byte[100_000], 3));
                for (int step : List.of(1, 1_000, answer.length)) {
                    request(frames, version);
                    assertArrayEquals(answer, received(answer, step), version + " " + type);
                    assertEquals(answer.length - 4, room.taken());
                }
            }
        }
        frames.close();
        assertEquals(0, room.taken());
    }

    @Test
    void noLengthIsBelieved() {
        assertTrue(refused("HTTP/1.1 400".getBytes(StandardCharsets.UTF_8)).contains("1213486160"));
        assertTrue(refused(new byte[]{-1, -1, -1, -1}).contains("4294967295"));
        assertTrue(refused(ByteBuffer.allocate(8).putInt(Frames.MOST_OTHER + 1).putInt(1).array())
                .contains("no messages"));
    }

    @Test
    void nothingUnpacksToMuchMore() {
        for (CompressionType type : CompressionType.values()) {
            if (type != CompressionType.NONE) {
                String reason = refused(FetchCheck.NEWEST,
                        records(type, new byte[RecordsCheck.MOST_RECORD + 1], 0));
                assertTrue(reason.contains("unpacked") && reason.contains("partition 3, in the batch from offset 0"),
                        type + " " + reason);
            }
        }
        assertTrue(refused(4, records(CompressionType.ZSTD, new byte[1], RecordsCheck.MOST_HEADERS + 1))
                .contains("topic people, partition 3"));
    }

    /** The client does not look at the size of a field that it knows: it reads on where we would not look. */
    @Test
    void aFieldThatTheClientKnowsHasItsSize() {
        byte[] whole = answer(FetchCheck.NEWEST, records(CompressionType.NONE, new byte[10], 0));
        for (List<Integer> field : List.of(List.of(0, 13, 0, 0, 0, 4), List.of(1, 9, 0, 0, 0, 6),
                List.of(2, 13, 0, 0, 0, 0, 0, 0, 0, 9), List.of(0, 35, 3, 0, 0, 0, 1))) {
            byte[] other = whole.clone();
            int at = IntStream.range(0, whole.length - field.size()).filter(start -> IntStream.range(0, field.size())
                    .allMatch(i -> whole[start + i] == field.get(i))).findFirst().orElseThrow();
            other[at + 1]--;
            var its = new Frames(room);
            request(its, FetchCheck.NEWEST);
            String reason = assertThrows(UnboundedAnswer.class, () -> its.received(ByteBuffer.wrap(other))).reason();
            assertTrue(reason.contains("field " + field.getFirst()), field + " " + reason);
        }
    }

    @Test
    void clientsShareTheRoom() throws UnboundedAnswer {
        byte[] answer = answer(12, records(CompressionType.NONE, new byte[100_000], 0));
        var small = new Room(1_000_000).part();
        List<Frames> open = IntStream.range(0, 2).mapToObj(i -> new Frames(small)).toList();
        for (Frames each : open) {
            request(each, 12);
            each.received(ByteBuffer.wrap(answer));
        }
        var third = new Frames(small);
        request(third, 12);
        assertTrue(assertThrows(UnboundedAnswer.class, () -> third.received(ByteBuffer.wrap(answer))).reason()
                .contains("no memory"));
        open.getFirst().close();
        var fourth = new Frames(small);
        request(fourth, 12);
        assertEquals(answer.length, fourth.received(ByteBuffer.wrap(answer)).remaining());
    }
}
