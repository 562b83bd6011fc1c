package io.selfsame.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPInputStream;

/** Reads the body of one request. {@link Connections} counts each piece before it is held. For one thread. */
final class Arrival {

    /** How much of a body that nobody reads is still taken off the wire, of those who have shown a key and of others. */
    private static final int DROPPED = 8 * 1024 * 1024;
    private static final int DROPPED_OF_STRANGERS = 1024 * 1024;

    /** The JDK goes a level deeper in its stack with each empty one. */
    private static final int MOST_MEMBERS = 64;

    private static final int SMALLEST_CHUNK = 1_024;
    private static final int LARGEST_CHUNK = 16_384;

    private final Connections callers;
    private final ClientConnection caller;
    private final ReentrantLock lock;

    Arrival(Connections callers, ClientConnection caller) {
        this.callers = callers;
        this.caller = caller;
        this.lock = callers.lock();
    }

    /**
     * Takes the whole body. One that says that it is too large is not begun.
     *
     * @param isKnown whether the caller has shown a key
     * @throws HttpError 413 over the limit, 400 if it is cut off, 408 if it comes too slowly, 429 if there is no room, 503
     *     if the service stops
     */
    byte[] read(HttpServletRequest request, int limit, boolean isKnown) {
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        begin(isKnown, false);
        try {
            return collected(request.getInputStream(), limit);
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    /**
     * Unpacks gzip.
     *
     * @throws HttpError as {@link #read}
     */
    byte[] unpack(byte[] gzip, int limit) {
        if (members(gzip) > MOST_MEMBERS) {
            throw HttpError.badRequest("invalid_request_error",
                    "The gzip body has more than " + MOST_MEMBERS + " members; send one");
        }
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return collected(unpacked, limit);
        } catch (IOException e) {
            throw HttpError.badRequest("invalid_request_error", "The gzip body is damaged or cut off");
        }
    }

    /** Never too few: each begins with these three bytes, which also come up by chance. */
    private static int members(byte[] gzip) {
        int members = 0;
        for (int i = 2; i < gzip.length; i++) {
            if (gzip[i] == 8 && gzip[i - 1] == (byte) 0x8b && gzip[i - 2] == 0x1f) {
                members++;
            }
        }
        return members;
    }

    /** Takes what is still coming off the wire and drops it, within limits. */
    void drop(InputStream in, boolean isKnown) {
        begin(false, true);
        try {
            byte[] dropped = chunk(LARGEST_CHUNK);
            for (int left = isKnown ? DROPPED : DROPPED_OF_STRANGERS; left > 0;) {
                int read = read(in, dropped, 0);
                left = read < 0 ? 0 : left - read;
                moved(Math.max(read, 0));
            }
        } catch (IOException | HttpError e) {
            // It ended by itself, or had to: nobody is sending any more who would have to be heard out.
        } finally {
            lock.lock();
            try {
                callers.holdings().hold(caller, 0);
                working();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Counts bytes that are about to be held for the request.
     *
     * @throws HttpError 429 if there is no room, as others hold it that are complete
     */
    void more(long bytes) {
        List<ClientConnection> out = new ArrayList<>();
        lock.lock();
        try {
            requireGoingOn();
            callers.holdings().hold(caller, caller.held + bytes);
            callers.holdings().makeRoom(caller.room, out);
            if (caller.ended == null && caller.room.isOverfull()) {
                callers.holdings().hold(caller, 0);
                caller.ended = ClientConnection.BodyEnded.PUSHED_OUT;
            }
            requireGoingOn();
        } finally {
            lock.unlock();
            out.forEach(ClientConnection::leave);
        }
    }

    /** What was held counts elsewhere from now on. */
    void release() {
        lock.lock();
        try {
            callers.holdings().hold(caller, 0);
        } finally {
            lock.unlock();
        }
    }

    private void begin(boolean isKnown, boolean dropping) {
        lock.lock();
        try {
            callers.holdings().hold(caller, 0);
            caller.room = isKnown ? callers.holdings().known() : callers.holdings().strangers();
            if (caller.state != ClientConnection.State.GONE) {
                caller.ended = null;
                callers.holdings().begin(caller, ClientConnection.State.ARRIVING);
                caller.dropping = dropping;
            }
        } finally {
            lock.unlock();
        }
    }

    private byte[] collected(InputStream in, int limit) throws IOException {
        byte[] chunk = {};
        int filled = 0;
        int size = 0;
        while (true) {
            if (filled == chunk.length) {
                chunk = chunk(Math.clamp(size, SMALLEST_CHUNK, LARGEST_CHUNK));
                filled = 0;
            }
            int read = read(in, chunk, filled);
            if (read < 0) {
                return whole(size);
            }
            filled += read;
            size += read;
            moved(read);
            if (size > limit) {
                throw tooLarge(limit);
            }
        }
    }

    private static HttpError tooLarge(int limit) {
        return HttpError.tooLarge("The body is larger than the limit of " + limit / 1024 + " KB");
    }

    private int read(InputStream in, byte[] chunk, int from) throws IOException {
        // First this, then the look: whoever ends the body in between wakes us.
        caller.reading = true;
        try {
            moved(0);
            return in.read(chunk, from, chunk.length - from);
        } finally {
            caller.reading = false;
        }
    }

    /** Room for the next bytes. It belongs to the caller, whose body can be thrown away by whoever needs the room. */
    private byte[] chunk(int size) {
        more(size);
        lock.lock();
        try {
            requireGoingOn();
            byte[] chunk = new byte[size];
            caller.body.add(chunk);
            return chunk;
        } finally {
            lock.unlock();
        }
    }

    private void moved(int bytes) {
        lock.lock();
        try {
            callers.holdings().moved(caller, bytes);
            requireGoingOn();
        } finally {
            lock.unlock();
        }
    }

    /** The body in one piece. It is complete, and so cannot be pushed out any more. */
    private byte[] whole(int size) {
        more(size);
        lock.lock();
        try {
            requireGoingOn();
            byte[] whole = new byte[size];
            int at = 0;
            for (byte[] chunk : caller.body) {
                int length = Math.min(chunk.length, size - at);
                System.arraycopy(chunk, 0, whole, at, length);
                at += length;
            }
            callers.holdings().hold(caller, 0);
            callers.holdings().hold(caller, size);
            working();
            return whole;
        } finally {
            lock.unlock();
        }
    }

    private void working() {
        if (caller.state == ClientConnection.State.ARRIVING) {
            callers.holdings().begin(caller, ClientConnection.State.WORKING);
        }
    }

    private HttpError refusal(IOException failure) {
        lock.lock();
        try {
            requireGoingOn();
            if (callers.isStopping()) {
                return refusal(ClientConnection.BodyEnded.STOPPING);
            }
        } catch (HttpError e) {
            return e;
        } finally {
            lock.unlock();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return refusal(ClientConnection.BodyEnded.TOO_SLOW);
            }
        }
        return HttpError.badRequest("invalid_request_error", "The body ended early");
    }

    private void requireGoingOn() {
        if (caller.ended != null) {
            throw refusal(caller.ended);
        }
        if (caller.state == ClientConnection.State.GONE) {
            throw refusal(
                    callers.isStopping() ? ClientConnection.BodyEnded.STOPPING : ClientConnection.BodyEnded.TOO_SLOW);
        }
    }

    private HttpError refusal(ClientConnection.BodyEnded ended) {
        return switch (ended) {
            case PUSHED_OUT -> HttpError.tooMany("Too much is being sent at once; send again after the Retry-After"
                    + " seconds", 1);
            case TOO_SLOW -> HttpError.timeout("The body came too slowly: send at least " + Connections.SLOWEST
                    + " bytes a second, without long pauses, and all of it within "
                    + callers.limits().body().toSeconds() + " s");
            case STOPPING -> HttpError.unavailable("The service is stopping; send again after the Retry-After seconds",
                    1);
        };
    }
}
