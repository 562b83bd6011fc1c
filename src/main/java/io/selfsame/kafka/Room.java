package io.selfsame.kafka;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that answers with messages may take: of all clients of this instance together, and of one client. An answer counts until the
 * next one comes by its connection, or that is closed: so long the client may keep it. Thread safe.
 */
final class Room {

    private static final long LEAST = 64L * 1024 * 1024;

    private final long whole;
    private final AtomicLong taken = new AtomicLong();

    /** @param whole bytes, of all clients */
    Room(long whole) {
        this.whole = whole;
    }

    /** An eighth of the heap. */
    static Room ofThisInstance() {
        return new Room(Math.max(LEAST, Runtime.getRuntime().maxMemory() / 8));
    }

    /** The part of one client: a quarter at most, so that one cluster keeps nobody else's messages out. */
    Part part() {
        return new Part();
    }

    /** What one client may take. */
    final class Part {

        private final AtomicLong its = new AtomicLong();

        /** Takes some bytes; false if there is no room. */
        boolean take(long bytes) {
            if (its.addAndGet(bytes) > whole / 4) {
                its.addAndGet(-bytes);
                return false;
            }
            if (taken.addAndGet(bytes) > whole) {
                give(bytes);
                return false;
            }
            return true;
        }

        void give(long bytes) {
            its.addAndGet(-bytes);
            taken.addAndGet(-bytes);
        }

        /** Bytes that are taken. */
        long taken() {
            return its.get();
        }
    }
}
