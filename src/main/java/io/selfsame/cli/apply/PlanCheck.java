package io.selfsame.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.selfsame.cli.ServiceClient;
import io.selfsame.cli.apply.ApplyPlan.PlanStep;
import io.selfsame.cli.apply.FileDefinition.FileKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the service would say to a plan. It is asked about each step as if the others did not happen. So what it refuses for the sake
 * of other definitions may be fine when those have changed, and what it takes may be wrong then. Not thread-safe.
 */
final class PlanCheck {

    private static final int CONFLICT = 409;

    private final ApplyPlan plan;
    private final FinalState now;
    private final Map<FileKey, JsonNode> read = new LinkedHashMap<>();
    private final Map<PlanStep, String> refused = new LinkedHashMap<>();
    private final Map<PlanStep, String> conflicts = new LinkedHashMap<>();

    PlanCheck(ApplyPlan plan) {
        this.plan = plan;
        this.now = plan.now();
    }

    /** @param answer to the step, when it was asked only whether it would be taken */
    void add(PlanStep step, ServiceClient.ServiceAnswer answer) {
        if (answer.status() == CONFLICT) {
            conflicts.put(step, answer.message());
        } else if (answer.status() / 100 != 2) {
            refused.put(step, answer.message());
        }
        switch (step) {
            case PlanStep.CreateStep(var wanted) -> read.put(wanted.identity(),
                    ServiceDefinitions.query(wanted.identity().kind(), answer));
            case PlanStep.UpdateStep(var wanted, var before, var different) -> read.put(wanted.identity(),
                    ServiceDefinitions.query(wanted.identity().kind(), answer));
            case PlanStep.DeleteStep delete -> {
                // Its query counts no more.
            }
        }
    }

    /** One a line; empty if the plan will do, as far as can be told. */
    List<String> problems() {
        FinalState then = plan.afterwards(read);
        List<String> problems = new ArrayList<>();
        for (PlanStep step : plan.steps()) {
            String conflict = conflicts.get(step);
            if (refused.containsKey(step)) {
                problems.add(step.name() + ": " + refused.get(step));
            } else if (conflict != null && lasts(step, conflict, then)) {
                problems.add(step.name() + ": " + conflict);
            } else if (step instanceof PlanStep.DeleteStep(var gone, var before)) {
                missed(gone, then).forEach(asker -> problems.add(gone + ": it is in no file, and " + asker
                        + " asks for trait('" + gone.key() + "'); keep the one, or delete the other"));
            }
        }
        then.circles().forEach(circle -> problems.add(circle.getFirst() + ": it would depend on itself: "
                + FinalState.text(circle) + "; ask for another trait in one of them"));
        return problems;
    }

    /** Those that stay, and ask for what goes. */
    private List<FileKey> missed(FileKey gone, FinalState then) {
        if (then.rival(gone).isPresent()) {
            return List.of();
        }
        Map<FileKey, JsonNode> withIt = new LinkedHashMap<>(then.queries());
        withIt.put(gone, MissingNode.getInstance());
        return new FinalState(withIt).askers(gone);
    }

    /** Whether a conflict is there when all other steps are done, too. */
    private boolean lasts(PlanStep step, String message, FinalState then) {
        return switch (step) {
            // Nothing in a plan takes away what calls have sent.
            case PlanStep.CreateStep(var wanted) -> message.contains("replaceTrait")
                    || then.rival(wanted.identity()).isPresent() || !othersChange(step);
            case PlanStep.UpdateStep update -> !othersChange(step);
            // Only others that ask for it can be in the way for long.
            case PlanStep.DeleteStep(var gone, var before) -> now.askers(gone).isEmpty();
        };
    }

    private boolean othersChange(PlanStep step) {
        return plan.steps().stream()
                .anyMatch(other -> !other.equals(step) && !(other instanceof PlanStep.CreateStep));
    }
}
