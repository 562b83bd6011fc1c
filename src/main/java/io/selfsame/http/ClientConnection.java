package io.selfsame.http;

import io.selfsame.flow.LogThrottle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that reports its traffic to {@link Connections}. */
final class ClientConnection extends SocketChannelEndPoint {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    /** Bytes of heap that a byte of a header takes while its field is not complete. */
    private static final int HEARD = 2;

    /** The first byte of whoever takes the port for one of HTTPS. They come again, as do those who scan ports. */
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final LogThrottle TLS = new LogThrottle(Duration.ofMinutes(10));

    private static final LogThrottle FAILED = new LogThrottle(Duration.ofMinutes(10));

    /** What a connection is doing. */
    enum State {
        /** Idle, or with a part of its next request's headers. */
        WAITING,
        /** Its request is being worked on. */
        WORKING,
        /** Its body is coming in. */
        ARRIVING,
        /** Its answer is going out. */
        ANSWERING,
        /** It is closed, or about to be. */
        GONE
    }

    /** Why a body is not read to its end. */
    enum BodyEnded {
        /** Others needed the memory or the connection. */
        PUSHED_OUT,
        /** It came too slowly. */
        TOO_SLOW,
        /** The service stops. */
        STOPPING
    }

    private final Connections callers;

    // All of these are written under the lock of Connections.
    volatile State state = State.GONE;
    ByteBudget room;
    @Nullable
    BodyEnded ended;
    long request;
    /** When the state began. */
    long since;
    /** When it was last looked at how fast bytes move, and how many have moved since then. */
    long judged;
    long moved;
    /** When enough bytes to be progress had moved, and how many have since then. */
    long progress;
    long lately;
    boolean dropping;
    /** Bytes of headers; of the largest that there were; and whether a thread is about to let go of them. */
    long head;
    long largestHead;
    boolean leaving;
    /** Bytes of a body. */
    long held;
    /** Bytes of an answer, and for whom they count. */
    long answer;
    Holder holder = Holder.NONE;
    /** What has arrived of a body. Its reader adds to it; whoever ends it empties it, which frees the memory at once. */
    final Deque<byte[]> body = new ArrayDeque<>();

    /** Whether a thread may be waiting for bytes of a body. */
    volatile boolean reading;

    private boolean greeted;

    ClientConnection(Connections callers, SocketChannel channel, ManagedSelector selector, SelectionKey key,
            Scheduler scheduler) {
        super(channel, selector, key, scheduler);
        this.callers = callers;
        this.room = callers.holdings().strangers();
    }

    @Override
    public void onOpen() {
        super.onOpen();
        callers.opened(this);
    }

    @Override
    public void onClose(@Nullable Throwable failure) {
        callers.closed(this);
        super.onClose(failure);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled = super.fill(buffer);
        if (filled > 0) {
            if (!greeted && buffer.get(buffer.position()) == TLS_HANDSHAKE) {
                TLS.say(more -> LOG.info(
                        "TLS on the plain port, from {}: clients must use http://, or a proxy in front that"
                                + " speaks TLS{}",
                        getRemoteSocketAddress(),
                        LogThrottle.others(more, "more")));
            }
            greeted = true;
            callers.heard(this, (long) filled * HEARD);
        }
        return filled;
    }

    /** Fields of a header were read into so many bytes of heap. */
    void heardFields(long bytes) {
        callers.heard(this, bytes);
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = BufferUtil.remaining(buffers);
        boolean all = super.flush(buffers);
        callers.sent(this, before - BufferUtil.remaining(buffers));
        return all;
    }

    /** Whether its client does not take what is sent to it. */
    boolean isStuck() {
        return getWriteFlusher().isPending();
    }

    /**
     * Closes, or wakes the thread that waits for more of its body, to answer that it is over. Called without the lock. Whatever
     * it meets, those who have to go with it go.
     */
    void leave() {
        try {
            closeOrWake();
        } catch (RuntimeException e) {
            FAILED.say(more -> LOG.warn("A connection could not be let go of{}",
                    LogThrottle.others(more, "more"), e));
        }
    }

    private void closeOrWake() {
        Connection connection = getConnection();
        if (state == State.GONE) {
            // As if its client had gone: that is nothing to tell of in the log.
            close(new EofException("Let go of"));
        } else if (reading && connection != null) {
            connection.onIdleExpired(new TimeoutException("The body is not read to its end"));
        }
    }
}
