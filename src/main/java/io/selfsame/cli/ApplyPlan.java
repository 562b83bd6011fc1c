package io.selfsame.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must happen so that a space has the definitions of some files. */
final class ApplyPlan {

    /** One thing to do. */
    sealed interface Step {
        /** For messages. */
        String name();

        /** A new definition. */
        record Create(Wanted wanted) implements Step {
            @Override
            public String name() {
                return wanted.identity() + ", " + wanted.place();
            }
        }

        /**
         * Another content for a definition.
         *
         * @param different the fields that change, as they are to be
         */
        record Change(Wanted wanted, ServiceDefinitions.There there, Map<String, JsonNode> different)
                implements
                    Step {
            @Override
            public String name() {
                return wanted.identity() + ", " + wanted.place();
            }
        }

        /** A definition that no file has. */
        record Delete(Wanted.Identity identity, ServiceDefinitions.There there) implements Step {
            @Override
            public String name() {
                return identity.toString();
            }
        }
    }

    private final List<Step> steps = new ArrayList<>();
    private final List<Wanted.Identity> elsewhere = new ArrayList<>();
    private int unchanged;

    /** @param prune whether what no file has is to go */
    ApplyPlan(List<Wanted> wanted, Map<Wanted.Identity, ServiceDefinitions.There> there, boolean prune) {
        Map<Wanted.Identity, ServiceDefinitions.There> rest = new LinkedHashMap<>(there);
        for (Wanted one : wanted) {
            var before = rest.remove(one.identity());
            if (before == null) {
                steps.add(new Step.Create(one));
                continue;
            }
            var different = one.different(before.fields());
            if (different.isEmpty()) {
                unchanged++;
            } else {
                steps.add(new Step.Change(one, before, different));
            }
        }
        rest.forEach((identity, before) -> {
            if (prune) {
                steps.add(new Step.Delete(identity, before));
            } else {
                elsewhere.add(identity);
            }
        });
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Shows the difference. */
    void print(PrintWriter out) {
        for (Step step : steps) {
            switch (step) {
                case Step.Create(Wanted wanted) -> {
                    out.println("+ " + step.name());
                    wanted.fields().forEach((field, value) -> {
                        if (!text(value).isEmpty() && !text(value).equals("{}")) {
                            lines(out, "    + ", field, value);
                        }
                    });
                }
                case Step.Change(Wanted wanted, var there, var different) -> {
                    out.println("~ " + step.name());
                    different.forEach((field, value) -> {
                        JsonNode before = there.fields().get(field);
                        if (before != null) {
                            lines(out, "    - ", field, before);
                        }
                        lines(out, "    + ", field, value);
                    });
                }
                case Step.Delete delete -> out.println("- " + step.name());
            }
        }
        out.println(summary());
        if (!elsewhere.isEmpty()) {
            out.println("In no file: " + String.join(", ", elsewhere.stream().map(Wanted.Identity::toString).toList())
                    + "; --prune deletes " + (elsewhere.size() == 1 ? "it." : "them."));
        }
        out.flush();
    }

    private static void lines(PrintWriter out, String sign, String field, JsonNode value) {
        text(value).lines().forEach(line -> out.println(sign + field + ": " + line));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : Json.write(value);
    }

    private String summary() {
        long creates = steps.stream().filter(Step.Create.class::isInstance).count();
        long changes = steps.stream().filter(Step.Change.class::isInstance).count();
        return creates + " to create, " + changes + " to change, " + (steps.size() - creates - changes)
                + " to delete, " + unchanged + " unchanged.";
    }
}
