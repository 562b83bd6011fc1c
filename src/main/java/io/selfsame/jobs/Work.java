package io.selfsame.jobs;

import io.selfsame.lease.Lease;
import io.selfsame.space.SpaceId;

/** What a job does in one space. Called by many threads, but never twice at once for one space, over all instances. */
@FunctionalInterface
public interface Work {

    /**
     * Does it, once. Whatever it throws is shown as the job's last error, and the work is tried again.
     *
     * @param lease to be demanded in every write transaction
     * @return what was done, in a few words for people; the empty string if there is nothing to say
     */
    String run(SpaceId space, Lease lease);
}
