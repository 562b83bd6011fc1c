package io.selfsame.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** A connection that tells {@link Callers} what goes through it. */
final class Caller extends SocketChannelEndPoint {

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
    enum Ended {
        /** Others needed the memory or the connection. */
        PUSHED_OUT,
        /** It came too slowly. */
        TOO_SLOW
    }

    private final Callers callers;

    // All of these are written under the lock of Callers.
    volatile State state = State.GONE;
    Room room;
    @Nullable
    Ended ended;
    long request;
    long since;
    long held;
    long moved;
    boolean dropping;
    /** What has arrived of a body. Its reader adds to it; whoever ends it empties it, which frees the memory at once. */
    final Deque<byte[]> body = new ArrayDeque<>();

    /** Whether a thread may be waiting for bytes of a body. */
    volatile boolean reading;

    Caller(Callers callers, SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
        this.callers = callers;
        this.room = callers.strangers();
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
            callers.heard(this, filled);
        }
        return filled;
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

    /** Closes, or wakes the thread that waits for more of its body, to answer that it is over. Called without the lock. */
    void leave() {
        Connection connection = getConnection();
        if (state == State.GONE) {
            close();
        } else if (reading && connection != null) {
            connection.onIdleExpired(new TimeoutException("The body came too slowly"));
        }
    }
}
