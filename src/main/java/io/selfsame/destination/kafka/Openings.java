package io.selfsame.destination.kafka;

import io.selfsame.space.SpaceId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many topics are opened at a time: of all spaces, and of one, so that names that hang in one space keep no other from its topics.
 * Names that hang hold a thread each. Thread safe.
 */
final class Openings {

    static final int MOST = 64;

    /** A quarter: of one space. */
    static final int MOST_OF_SPACE = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SpaceId, Integer> its = new HashMap<>();
    private int all;

    /** Takes a place, which is to be given back; false if there is none. */
    boolean take(SpaceId space) {
        lock.lock();
        try {
            if (all == MOST || its.getOrDefault(space, 0) == MOST_OF_SPACE) {
                return false;
            }
            all++;
            its.merge(space, 1, Integer::sum);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void give(SpaceId space) {
        lock.lock();
        try {
            all--;
            its.computeIfPresent(space, (id, count) -> count == 1 ? null : count - 1);
        } finally {
            lock.unlock();
        }
    }
}
