package io.selfsame.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.cli.CliJson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What must happen so that a space has the definitions of some files. */
final class ApplyPlan {

    /** One thing to do. */
    sealed interface PlanStep {
        /** For messages. */
        String name();

        /** A new definition. */
        record CreateStep(FileDefinition wanted) implements PlanStep {
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
        record UpdateStep(FileDefinition wanted, ServiceDefinitions.RemoteDefinition there,
                Map<String, JsonNode> different)
                implements
                    PlanStep {
            @Override
            public String name() {
                return wanted.identity() + ", " + wanted.place();
            }
        }

        /** A definition that no file has. */
        record DeleteStep(FileDefinition.FileKey identity,
                ServiceDefinitions.RemoteDefinition there) implements PlanStep {
            @Override
            public String name() {
                return identity.toString();
            }
        }
    }

    private final List<PlanStep> steps = new ArrayList<>();
    private final List<FileDefinition.FileKey> elsewhere = new ArrayList<>();
    private final Map<FileDefinition.FileKey, ServiceDefinitions.RemoteDefinition> there;
    private int unchanged;

    /** @param prune whether what no file has is to go */
    ApplyPlan(List<FileDefinition> wanted, Map<FileDefinition.FileKey, ServiceDefinitions.RemoteDefinition> there,
            boolean prune) {
        this.there = Map.copyOf(there);
        Map<FileDefinition.FileKey, ServiceDefinitions.RemoteDefinition> rest = new LinkedHashMap<>(there);
        for (FileDefinition one : wanted) {
            var before = rest.remove(one.identity());
            if (before == null) {
                steps.add(new PlanStep.CreateStep(one));
                continue;
            }
            var different = one.different(before.fields());
            if (different.isEmpty()) {
                unchanged++;
            } else {
                steps.add(new PlanStep.UpdateStep(one, before, different));
            }
        }
        rest.forEach((identity, before) -> {
            if (prune) {
                steps.add(new PlanStep.DeleteStep(identity, before));
            } else {
                elsewhere.add(identity);
            }
        });
    }

    List<PlanStep> steps() {
        return List.copyOf(steps);
    }

    /** The definitions that there are now. */
    FinalState now() {
        Map<FileDefinition.FileKey, JsonNode> queries = new LinkedHashMap<>();
        there.forEach((identity, definition) -> queries.put(identity, definition.query()));
        return new FinalState(queries);
    }

    /** @param read the queries of those that are created or changed, by what the service made of them */
    FinalState afterwards(Map<FileDefinition.FileKey, JsonNode> read) {
        Map<FileDefinition.FileKey, JsonNode> queries = new LinkedHashMap<>(now().queries());
        for (PlanStep step : steps) {
            if (step instanceof PlanStep.DeleteStep(var identity, var before)) {
                queries.remove(identity);
            }
        }
        queries.putAll(read);
        return new FinalState(queries);
    }

    /** Shows the difference. */
    void print(PrintWriter out) {
        for (PlanStep step : steps) {
            switch (step) {
                case PlanStep.CreateStep(FileDefinition wanted) -> {
                    out.println("+ " + step.name());
                    wanted.fields().forEach((field, value) -> {
                        if (!text(value).isEmpty() && !text(value).equals("{}")) {
                            lines(out, "    + ", field, value);
                        }
                    });
                    if (wanted.replaceTrait()) {
                        out.println("    + replaceTrait: true");
                    }
                }
                case PlanStep.UpdateStep(FileDefinition wanted, var there, var different) -> {
                    out.println("~ " + step.name());
                    different.forEach((field, value) -> {
                        JsonNode before = there.fields().get(field);
                        if (before != null) {
                            lines(out, "    - ", field, before);
                        }
                        lines(out, "    + ", field, value);
                    });
                }
                case PlanStep.DeleteStep delete -> out.println("- " + step.name());
            }
        }
    }

    int unchanged() {
        return unchanged;
    }

    /** Those that no file has and that stay. */
    List<String> elsewhere() {
        return elsewhere.stream().map(FileDefinition.FileKey::toString).toList();
    }

    private static void lines(PrintWriter out, String sign, String field, JsonNode value) {
        text(value).lines().forEach(line -> out.println(sign + field + ": " + line));
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : CliJson.write(value);
    }
}
