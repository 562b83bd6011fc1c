package io.selfsame.kafka;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * The end of a connection to a broker at which all that comes and goes is in the clear: there {@link Frames} looks at it. For one thread,
 * as Kafka's client uses it.
 */
final class FramedEngine extends DelegatingEngine {

    private final Frames frames;
    private final BrokerGuard guard;
    private ByteBuffer plain = ByteBuffer.allocate(0);
    private ByteBuffer waiting = ByteBuffer.allocate(0);
    /**
     * Of what came from the network, so much has been used and is not said to be until all that was made of it is handed over: Kafka's
     * client asks for more only while it has bytes from the network.
     */
    private int owed;

    /** @param engine which encrypts, or does not */
    FramedEngine(SSLEngine engine, Frames frames, BrokerGuard guard) {
        super(engine);
        this.frames = frames;
        this.guard = guard;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) throws SSLException {
        int[] before = new int[length];
        for (int i = 0; i < length; i++) {
            before[i] = sources[offset + i].position();
        }
        SSLEngineResult result = engine().wrap(sources, offset, length, target);
        for (int i = 0; i < length; i++) {
            ByteBuffer source = sources[offset + i];
            frames.sent(source.slice(before[i], source.position() - before[i]));
        }
        return result;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws SSLException {
        if (waiting.hasRemaining()) {
            return handOver(source, targets[offset]);
        }
        ByteBuffer left = source.duplicate();
        SSLEngineResult result = decrypt(left);
        int consumed = result.bytesConsumed();
        if (result.bytesProduced() > 0) {
            guard.heard();
            waiting = look();
            if (waiting.hasRemaining()) {
                owed = consumed;
                return handOver(source, targets[offset]);
            }
        }
        source.position(source.position() + consumed);
        return new SSLEngineResult(result.getStatus(), result.getHandshakeStatus(), consumed, 0);
    }

    private SSLEngineResult decrypt(ByteBuffer source) throws SSLException {
        int room = Math.max(plain.capacity(), engine().getSession().getApplicationBufferSize());
        while (true) {
            if (plain.capacity() < room) {
                plain = ByteBuffer.allocate(room);
            }
            plain.clear();
            SSLEngineResult result = engine().unwrap(source, plain);
            if (result.getStatus() != Status.BUFFER_OVERFLOW) {
                plain.flip();
                return result;
            }
            room = 2 * plain.capacity();
        }
    }

    private ByteBuffer look() throws UnboundedAnswer {
        try {
            return frames.received(plain);
        } catch (UnboundedAnswer e) {
            guard.fault(e.reason());
            throw e;
        }
    }

    private SSLEngineResult handOver(ByteBuffer source, ByteBuffer target) {
        // One byte stays free: the client takes a full buffer for a fault.
        int some = Math.min(waiting.remaining(), target.remaining() - 1);
        if (some <= 0) {
            return new SSLEngineResult(Status.BUFFER_OVERFLOW, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
        }
        target.put(waiting.slice(waiting.position(), some));
        waiting.position(waiting.position() + some);
        int said = 0;
        if (!waiting.hasRemaining()) {
            waiting = ByteBuffer.allocate(0);
            said = owed;
            source.position(source.position() + said);
        }
        return new SSLEngineResult(Status.OK, HandshakeStatus.NOT_HANDSHAKING, said, some);
    }

    @Override
    public void closeOutbound() {
        frames.close();
        waiting = ByteBuffer.allocate(0);
        super.closeOutbound();
    }
}
