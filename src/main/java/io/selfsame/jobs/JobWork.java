package io.selfsame.jobs;

import io.selfsame.lease.Lease;
import io.selfsame.lease.Progress;
import io.selfsame.space.SpaceId;
import java.util.function.BiFunction;

/**
 * The work of a job in one space. Many threads call it, but for one space only one at a time, in all instances together. Jobs
 * whose kinds have the same lease exclude each other too.
 */
@FunctionalInterface
public interface JobWork {

    /**
     * Does one slice of it: a few seconds' work, however much there is. Whatever it throws is shown as the job's last error, and
     * the work is tried again.
     *
     * @param lease to be demanded in every write transaction
     */
    Progress run(SpaceId space, Lease lease);

    /** Work that is short enough to be done in one run; it answers with what was done, in a few words. */
    static JobWork whole(BiFunction<SpaceId, Lease, String> work) {
        return (space, lease) -> Progress.done(work.apply(space, lease));
    }
}
