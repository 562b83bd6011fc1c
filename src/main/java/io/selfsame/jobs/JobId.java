package io.selfsame.jobs;

import io.selfsame.space.SpaceId;

/**
 * One job of one space.
 *
 * @param name of its kind
 */
record JobId(SpaceId space, String name) {

    /** Of its node in the graph. */
    String key() {
        return space.key(name);
    }

    @Override
    public String toString() {
        return key();
    }
}
