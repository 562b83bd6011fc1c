package io.selfsame.tracking.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.error.Invalid;
import io.selfsame.flow.FairSlots;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Duration;

/**
 * Reads tracking plans. A large one takes a second, so this is done one after another by a thread of the platform, for which spaces take
 * turns: the threads of requests share a few carriers. Thread safe.
 */
public final class PlanCompiler {

    private static final int AT_ONCE = 1;

    /** Of one space. */
    private static final int WAITING = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FairSlots<SpaceId> turns = FairSlots.onThreads("tracking plans", AT_ONCE, WAITING, PATIENCE, "plan");

    /**
     * Reads a body.
     *
     * @throws Invalid if it is no plan; the message lists what is wrong
     * @throws io.selfsame.flow.Overloaded if its turn does not come
     */
    TrackingPlan sent(SpaceId space, JsonNode plan) {
        return turns.during(space, () -> TrackingPlanJson.read(plan));
    }

    /**
     * Reads a plan as the graph has it.
     *
     * @throws io.selfsame.flow.Overloaded if its turn does not come
     */
    public TrackingPlan stored(SpaceId space, String plan) {
        return turns.during(space, () -> TrackingPlan.stored(Json.parse(plan)));
    }
}
