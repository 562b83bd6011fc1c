package io.selfsame.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.cli.CliException;
import io.selfsame.cli.ServiceClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What must happen so that a space has the destinations, or the sources, of some files. Nobody can see which secrets the service has, so it is asked what a
 * change would change.
 */
final class DestinationPlan {

    /** One thing to do. */
    sealed interface DestinationStep {
        /** A new one. */
        record CreateDestination(FileDestination wanted) implements DestinationStep {}

        /**
         * Another content for one.
         *
         * @param differences by path: as it is and as it is to be, a missing node where there is none
         */
        record ChangeDestination(FileDestination wanted, String id, ObjectNode change,
                Map<String, Difference> differences) implements DestinationStep {}

        /** One that no file has. */
        record DeleteDestination(Managed managed, String gone, String id) implements DestinationStep {}

        /** For messages. */
        default String name() {
            return switch (this) {
                case CreateDestination(FileDestination wanted) -> wanted + ", " + wanted.place();
                case ChangeDestination change -> change.wanted() + ", " + change.wanted().place();
                case DeleteDestination(Managed managed, String gone, String id) -> managed.kind() + " " + gone;
            };
        }
    }

    /** A value that changes. */
    record Difference(JsonNode before, JsonNode after) {}

    /** What changes by itself with any change, or is not of a file. */
    private static final Set<String> OF_THE_SERVICE = Set.of("id", "spaceId", "status", "pausedBecause",
            "failingBecause", "export", "version", "createdBy", "updatedBy", "createdAt", "updatedAt",
            "settings.previousSecret", "lag", "accepted", "repeated", "rejected", "lastEventAt");

    private final ServiceDestinations there;
    private final List<DestinationStep> steps = new ArrayList<>();
    private final List<String> elsewhere = new ArrayList<>();
    private int unchanged;

    private DestinationPlan(ServiceDestinations there) {
        this.there = there;
    }

    /**
     * Compares. Without a destination in the files nothing is asked, and nothing is to do.
     *
     * @param prune whether what no file has is to go
     * @throws CliException if a secret stands in a file
     */
    static DestinationPlan of(List<FileDestination> wanted, ServiceDestinations there, boolean prune)
            throws InterruptedException {
        var plan = new DestinationPlan(there);
        if (wanted.isEmpty()) {
            return plan;
        }
        requireNoSecrets(wanted, there.secrets());
        Map<String, JsonNode> rest = there.all();
        for (FileDestination one : wanted) {
            JsonNode before = rest.remove(one.name());
            if (before == null) {
                plan.steps.add(new DestinationStep.CreateDestination(one));
            } else {
                plan.compare(one, before);
            }
        }
        rest.forEach((name, each) -> {
            if (prune) {
                plan.steps.add(new DestinationStep.DeleteDestination(there.managed(), name, each.path("id").asText()));
            } else {
                plan.elsewhere.add(there.managed().kind() + " " + name);
            }
        });
        return plan;
    }

    private static void requireNoSecrets(List<FileDestination> wanted, Map<String, Set<String>> secrets) {
        List<String> problems = new ArrayList<>();
        wanted.forEach(one -> one.secretInTheFile(secrets.getOrDefault(one.type(), Set.of()))
                .ifPresent(name -> problems.add(one.place() + ": settings." + name
                        + " is a secret, and files are read by"
                        + " many; write {env: NAME} in place of it, and put it into that environment variable")));
        if (!problems.isEmpty()) {
            throw new CliException(String.join(System.lineSeparator(), problems));
        }
    }

    private void compare(FileDestination wanted, JsonNode before) throws InterruptedException {
        String id = before.path("id").asText();
        ObjectNode change = wanted.change(before);
        if (!before.path("kind").asText().equals(wanted.type())) {
            change.put("kind", wanted.type());
        }
        ServiceClient.ServiceAnswer answer = there.change(id, change, true);
        boolean isTaken = answer.status() / 100 == 2;
        Map<String, Difference> differences = differences(before,
                isTaken ? answer.body().path("data").path(there.managed().one()) : before);
        if (isTaken && differences.isEmpty()) {
            unchanged++;
        } else {
            // One that was refused is refused once more by the check, and said why.
            steps.add(new DestinationStep.ChangeDestination(wanted, id, change, differences));
        }
    }

    private static Map<String, Difference> differences(JsonNode before, JsonNode after) {
        Map<String, JsonNode> old = FileDestination.leaves(before);
        Map<String, JsonNode> made = FileDestination.leaves(after);
        Set<String> paths = new LinkedHashSet<>(made.keySet());
        paths.addAll(old.keySet());
        paths.removeAll(OF_THE_SERVICE);
        Map<String, Difference> differences = new LinkedHashMap<>();
        for (String path : paths) {
            JsonNode from = old.getOrDefault(path, MissingNode.getInstance());
            JsonNode to = made.getOrDefault(path, MissingNode.getInstance());
            if (!FileDestination.isSame(from, to)) {
                differences.put(path, new Difference(from, to));
            }
        }
        return differences;
    }

    List<DestinationStep> steps() {
        return List.copyOf(steps);
    }

    int unchanged() {
        return unchanged;
    }

    /** New webhooks of which nobody has chosen the signing secret. */
    List<String> withUnknownSecret() {
        List<String> names = new ArrayList<>();
        for (DestinationStep step : steps) {
            if (step instanceof DestinationStep.CreateDestination(FileDestination wanted)
                    && wanted.type().equals("webhook") && !wanted.body().path("settings").hasNonNull("secret")) {
                names.add(wanted.name());
            }
        }
        return names;
    }

    /** Those that no file has and that stay. */
    List<String> elsewhere() {
        return List.copyOf(elsewhere);
    }

    /** Does one thing, or only asks whether it would be done. */
    ServiceClient.ServiceAnswer run(DestinationStep step, boolean dryRun) throws InterruptedException {
        return switch (step) {
            case DestinationStep.CreateDestination(FileDestination wanted) -> there.create(wanted.body(), dryRun);
            case DestinationStep.ChangeDestination change -> there.change(change.id(), change.change(), dryRun);
            case DestinationStep.DeleteDestination(Managed managed, String gone, String id) -> there.delete(id, dryRun);
        };
    }

    /** Shows the difference, without secrets. */
    void print(PrintWriter out) {
        for (DestinationStep step : steps) {
            switch (step) {
                case DestinationStep.CreateDestination(FileDestination wanted) -> {
                    out.println("+ " + step.name());
                    FileDestination.leaves(wanted.body())
                            .forEach((path, value) -> out.println("    + " + path + ": " + wanted.shown(path, value)));
                }
                case DestinationStep.ChangeDestination change -> {
                    out.println("~ " + step.name());
                    change.differences().forEach((path, difference) -> {
                        line(out, "    - ", path, difference.before(), change.wanted());
                        line(out, "    + ", path, difference.after(), change.wanted());
                    });
                }
                case DestinationStep.DeleteDestination delete -> out.println("- " + step.name());
            }
        }
    }

    private static void line(PrintWriter out, String sign, String path, JsonNode value, FileDestination wanted) {
        if (!FileDestination.isSecret(value)) {
            if (!value.isMissingNode()) {
                out.println(sign + path + ": " + wanted.shown(path, value));
            }
        } else if (value.path("set").asBoolean()) {
            out.println(sign + path + ": " + (sign.contains("-")
                    ? "set at " + value.path("since").asText()
                    : Optional.ofNullable(wanted.variables().get(path)).map(name -> "from " + name)
                            .orElse("(not shown)")));
        }
    }
}
