package io.selfsame.jobs;

import java.util.List;

/**
 * Chooses the instance that runs a job: the living instance with the greatest weight for it. All instances get the same result
 * without communication, and when an instance starts or stops only its own jobs move. For a moment two instances may get
 * different results; then the lease decides.
 */
final class Ownership {

    private Ownership() {}

    /** Whether a job belongs to an instance; of those that can run it. One that stands in has what no other living one can run. */
    static boolean belongs(JobId id, JobStore.Instance me, List<JobStore.Instance> alive) {
        boolean standsIn = !me.jobs().contains(id.name());
        long mine = weight(id, me.id());
        for (JobStore.Instance other : alive) {
            if (!other.id().equals(me.id()) && other.jobs().contains(id.name())) {
                int order = Long.compareUnsigned(weight(id, other.id()), mine);
                if (standsIn || order > 0 || (order == 0 && other.id().compareTo(me.id()) > 0)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** FNV-1a, and its bits mixed once more, as names differ in their last letters mostly. */
    private static long weight(JobId id, String instance) {
        long hash = hash(hash(0xcbf29ce484222325L, id.key()), instance);
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    private static long hash(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
