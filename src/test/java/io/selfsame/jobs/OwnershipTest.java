package io.selfsame.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.space.SpaceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OwnershipTest {

    private static final List<JobId> JOBS = IntStream.range(0, 1_000)
            .mapToObj(i -> new JobId(new SpaceId("space-" + i), "refresh")).toList();
    private static final List<JobStore.Instance> THREE = List.of(instance("ins_0a"), instance("ins_0b"),
            instance("ins_0c"));

    private static JobStore.Instance instance(String id) {
        return new JobStore.Instance(id, Set.of("refresh"));
    }

    private static String owner(JobId job, List<JobStore.Instance> alive) {
        List<String> owners = new ArrayList<>();
        for (var instance : alive) {
            if (Ownership.belongs(job, instance, alive)) {
                owners.add(instance.id());
            }
        }
        assertEquals(1, owners.size(), job + " belongs to " + owners);
        return owners.getFirst();
    }

    @Test
    void eachJobBelongsToOneAndEachInstanceHasItsShare() {
        for (var instance : THREE) {
            long share = JOBS.stream().filter(job -> owner(job, THREE).equals(instance.id())).count();
            assertTrue(share > 250 && share < 420, instance.id() + " has " + share);
        }
    }

    @Test
    void whenOneGoesOnlyItsJobsMove() {
        List<JobStore.Instance> two = THREE.subList(0, 2);
        for (JobId job : JOBS) {
            String before = owner(job, THREE);
            assertTrue(before.equals("ins_0c") || before.equals(owner(job, two)), job::toString);
        }
    }

    @Test
    void anInstanceThatStandsInHasWhatNoOtherCanRun() {
        var standIn = new JobStore.Instance("ins_00", Set.of("other"));
        for (JobId job : JOBS) {
            assertTrue(Ownership.belongs(job, standIn, List.of(standIn)));
            assertFalse(Ownership.belongs(job, standIn, List.of(standIn, instance("ins_0a"))));
        }
    }

    @Test
    void anInstanceThatDoesNotKnowAJobHasNoPartInIt() {
        var old = new JobStore.Instance("ins_00", Set.of("other"));
        for (JobId job : JOBS) {
            assertTrue(Ownership.belongs(job, instance("ins_0a"), List.of(old, instance("ins_0a"))));
        }
    }
}
