package io.selfsame.jobs;

import io.selfsame.lease.Lease;
import io.selfsame.lease.Progress;
import io.selfsame.space.SpaceId;
import java.util.function.BiFunction;

/**
 * What a job does in one space. Called by many threads, but at most once at a time for one space, over all instances; jobs whose
 * kinds name the same lease exclude each other as well.
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
