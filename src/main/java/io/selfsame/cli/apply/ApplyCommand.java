package io.selfsame.cli.apply;

import io.selfsame.cli.CliException;
import io.selfsame.cli.ServiceClient;
import io.selfsame.cli.ServiceOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Makes the audiences, computed traits and destinations of a space those of some files. Exit code 0: they are; 1: not; 3: they are not,
 * and only the difference was asked for.
 */
@Command(name = "apply", mixinStandardHelpOptions = true, description = {
        "Make the audiences, computed traits and destinations of a space those of files.",
        "Shows the difference first and asks. Checks every query with the service before anything is changed."}, footerHeading = "%nA file is YAML (documents parted by ---) or JSON:%n", footer = {
                "  kind: Audience                  # or ComputedTrait",
                "  key: big_spenders               # never changes",
                "  name: Big spenders",
                "  query: event('Order Completed').within(30 days).sum(property('total')) > 500",
                "  description: For the sales team # this line and those below may be left out",
                "  enabled: true", "  audienceType: USERS             # or ACCOUNTS", "  options:",
                "    includeAnonymous: true",
                "  replaceTrait: true              # for a new one: drop what calls have sent under its key",
                "  ---", "  kind: Destination",
                "  name: CRM                       # no two of a space have one name",
                "  type: webhook                   # or segment; never changes",
                "  settings:", "    url: https://crm.example.com/hooks",
                "    secret: {env: CRM_SECRET}     # secrets are in environment variables, and never shown",
                "  send:                           # this line and those below may be left out",
                "    audiences: [big_spenders]", "Destinations are left alone as long as no file has one.",
                "A query with ': ', ' #' or quotes at its ends goes on a line of its own:", "  query: |",
                "    event('Order Completed').within(parent: 1 days).count() > 1"})
public final class ApplyCommand implements Callable<Integer> {

    private static final int DIFFERENT = 3;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = {"-f",
            "--file"}, paramLabel = "PATH", required = true, description = "A file, or a folder with .yaml, .yml and .json files. May be repeated.")
    private List<Path> files = List.of();

    @Option(names = "--space", paramLabel = "ID", required = true, description = "The space.")
    private String space = "";

    @Option(names = "--prune", description = "Delete the definitions that are in no file, and the destinations or sources if a file has one of them.")
    private boolean prune;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Only show the difference, and what is wrong with the files.")
    private boolean dryRun;

    @Option(names = "--exit-code", description = "With --dry-run: exit with 3 if there is a difference.")
    private boolean exitCode;

    private InputStream stdin = System.in;
    private Map<String, String> environment = System.getenv();

    /** For picocli. */
    public ApplyCommand() {}

    ApplyCommand(InputStream stdin, Map<String, String> environment) {
        this.stdin = stdin;
        this.environment = environment;
    }

    /** One thing to do, whatever it is about. */
    private record Step(String name, StepWork work) {}

    private interface StepWork {
        ServiceClient.ServiceAnswer run(boolean dryRun) throws InterruptedException;
    }

    /** Definitions come first: a destination may name them. */
    private static List<Step> steps(ApplyPlan plan, ServiceDefinitions there, List<DestinationPlan> others) {
        return Stream.concat(
                plan.steps().stream().map(step -> new Step(step.name(), dryRun -> run(there, step, dryRun))),
                others.stream().flatMap(other -> other.steps().stream()
                        .map(step -> new Step(step.name(), dryRun -> other.run(step, dryRun)))))
                .toList();
    }

    private static void summary(PrintWriter out, ApplyPlan plan, List<DestinationPlan> others) {
        int creates = 0;
        int changes = 0;
        int all = plan.steps().size();
        int unchanged = plan.unchanged();
        List<String> elsewhere = new ArrayList<>(plan.elsewhere());
        for (ApplyPlan.PlanStep step : plan.steps()) {
            creates += step instanceof ApplyPlan.PlanStep.CreateStep ? 1 : 0;
            changes += step instanceof ApplyPlan.PlanStep.UpdateStep ? 1 : 0;
        }
        for (DestinationPlan other : others) {
            for (DestinationPlan.DestinationStep step : other.steps()) {
                creates += step instanceof DestinationPlan.DestinationStep.CreateDestination ? 1 : 0;
                changes += step instanceof DestinationPlan.DestinationStep.ChangeDestination ? 1 : 0;
            }
            all += other.steps().size();
            unchanged += other.unchanged();
            elsewhere.addAll(other.elsewhere());
        }
        out.println(creates + " to create, " + changes + " to change, " + (all - creates - changes) + " to delete, "
                + unchanged + " unchanged.");
        if (!elsewhere.isEmpty()) {
            out.println("In no file: " + String.join(", ", elsewhere) + "; --prune deletes "
                    + (elsewhere.size() == 1 ? "it." : "them."));
        }
        out.flush();
    }

    /** A secret that the service has made is shown to whoever asks for it, and not in the output of a command that logs keep. */
    private static void hint(PrintWriter out, List<DestinationPlan> others) {
        others.stream().flatMap(other -> other.withUnknownSecret().stream())
                .forEach(name -> out.println("The signing secret of the destination " + name
                        + " was made now, and is shown nowhere. To know it, set settings.secret to {env: NAME} in the file."));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = service.out(spec);
        try {
            DefinitionFiles.WantedFiles wanted = DefinitionFiles.read(files, environment);
            var client = new SpaceClient(new ServiceClient(service.url()), service.token(), space);
            var there = new ServiceDefinitions(client);
            var plan = new ApplyPlan(wanted.definitions(), there.all(), prune);
            List<DestinationPlan> others = new ArrayList<>();
            for (Managed sort : Managed.values()) {
                others.add(DestinationPlan.of(wanted.managed(sort), new ServiceDestinations(client, sort), prune));
            }
            plan.print(out);
            others.forEach(other -> other.print(out));
            summary(out, plan, others);
            List<Step> steps = steps(plan, there, others);
            check(plan, there, others);
            if (steps.isEmpty()) {
                return 0;
            }
            if (dryRun) {
                return exitCode ? DIFFERENT : 0;
            }
            if (!yes && !agreed(out)) {
                throw new CliException("Nothing was changed. Answer y to go on, or give --yes.");
            }
            apply(steps);
            hint(out, others);
            out.println("Done.");
            return 0;
        } catch (CliException e) {
            service.err(spec).println(e.getMessage());
            return 1;
        } catch (IOException e) {
            service.err(spec).println("A file cannot be read: " + e);
            return 1;
        }
    }

    private static void check(ApplyPlan plan, ServiceDefinitions there, List<DestinationPlan> others)
            throws InterruptedException {
        var check = new PlanCheck(plan);
        for (ApplyPlan.PlanStep step : plan.steps()) {
            check.add(step, run(there, step, true));
        }
        List<String> problems = check.problems();
        for (DestinationPlan other : others) {
            for (DestinationPlan.DestinationStep step : other.steps()) {
                ServiceClient.ServiceAnswer answer = other.run(step, true);
                // A name that another has now may be free by then.
                if (answer.status() / 100 != 2 && answer.status() != 409) {
                    problems.add(step.name() + ": " + answer.message());
                }
            }
        }
        if (!problems.isEmpty()) {
            problems.add("Nothing was changed.");
            throw new CliException(String.join(System.lineSeparator(), problems));
        }
    }

    private boolean agreed(PrintWriter out) throws IOException {
        out.print("Go on? [y/N] ");
        out.flush();
        String answer = new BufferedReader(new InputStreamReader(stdin, StandardCharsets.UTF_8)).readLine();
        return answer != null && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }

    /** One may have to wait for another, as an audience for the one it asks about: whatever was refused is tried again. */
    private static void apply(List<Step> steps) throws InterruptedException {
        List<Step> open = steps;
        while (!open.isEmpty()) {
            List<Step> refused = new ArrayList<>();
            List<String> problems = new ArrayList<>();
            for (Step step : open) {
                ServiceClient.ServiceAnswer answer = step.work().run(false);
                if (answer.status() / 100 != 2) {
                    refused.add(step);
                    problems.add(step.name() + ": " + answer.message());
                }
            }
            if (refused.size() == open.size()) {
                problems.add((steps.size() - open.size()) + " of " + steps.size()
                        + " changes were made. Mend the rest and give the same command again.");
                throw new CliException(String.join(System.lineSeparator(), problems));
            }
            open = refused;
        }
    }

    private static ServiceClient.ServiceAnswer run(ServiceDefinitions there, ApplyPlan.PlanStep step, boolean dryRun)
            throws InterruptedException {
        return switch (step) {
            case ApplyPlan.PlanStep.CreateStep(FileDefinition wanted) -> there.create(wanted, dryRun);
            case ApplyPlan.PlanStep.UpdateStep(FileDefinition wanted, var before, var different) ->
                there.change(wanted.identity().kind(), before.id(), different, dryRun);
            case ApplyPlan.PlanStep.DeleteStep(FileDefinition.FileKey identity, var before) ->
                there.delete(identity.kind(), before.id(), dryRun);
        };
    }
}
