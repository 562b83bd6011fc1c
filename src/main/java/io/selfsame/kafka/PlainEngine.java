package io.selfsame.kafka;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/**
 * An end of a connection that encrypts nothing: bytes go through as they are. Kafka's client has a place where connections can be looked at
 * only for those with TLS, so those without it go the same way with this in place of TLS. For one thread.
 */
final class PlainEngine extends DelegatingEngine {

    /** As a record of TLS has at most, so less than the buffers for it. */
    private static final int MOST = 8 * 1024;

    private HandshakeStatus status = HandshakeStatus.NOT_HANDSHAKING;
    private boolean closed;

    /** @param unused whose buffer sizes are taken */
    PlainEngine(SSLEngine unused) {
        super(unused);
    }

    /** Kafka's client makes its buffer ready for reading when it reads something first: nothing is enough. */
    @Override
    public void beginHandshake() {
        status = HandshakeStatus.NEED_UNWRAP;
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return status;
    }

    @Override
    public @org.jspecify.annotations.Nullable Runnable getDelegatedTask() {
        return null;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) {
        if (closed) {
            return new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
        }
        int bytes = 0;
        for (int i = 0; i < length; i++) {
            bytes += move(sources[offset + i], target);
        }
        return new SSLEngineResult(Status.OK, status, bytes, bytes);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) {
        if (closed) {
            return new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, 0);
        }
        if (status == HandshakeStatus.NEED_UNWRAP) {
            status = HandshakeStatus.NOT_HANDSHAKING;
            return new SSLEngineResult(Status.OK, HandshakeStatus.FINISHED, 0, 0);
        }
        if (!source.hasRemaining()) {
            return new SSLEngineResult(Status.BUFFER_UNDERFLOW, status, 0, 0);
        }
        int bytes = move(source, targets[offset]);
        return new SSLEngineResult(bytes == 0 ? Status.BUFFER_OVERFLOW : Status.OK, status, bytes, bytes);
    }

    private static int move(ByteBuffer source, ByteBuffer target) {
        int bytes = Math.min(MOST, Math.min(source.remaining(), target.remaining()));
        target.put(source.slice(source.position(), bytes));
        source.position(source.position() + bytes);
        return bytes;
    }

    @Override
    public void closeInbound() {
        closed = true;
    }

    @Override
    public boolean isInboundDone() {
        return closed;
    }

    @Override
    public void closeOutbound() {
        closed = true;
    }

    @Override
    public boolean isOutboundDone() {
        return closed;
    }
}
