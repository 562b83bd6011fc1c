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
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Makes the audiences and computed traits of a space those of some files. Exit code 0: they are; 1: not; 3: they are not,
 * and only the difference was asked for.
 */
@Command(name = "apply", mixinStandardHelpOptions = true, description = {
        "Make the audiences and computed traits of a space those of files.",
        "Shows the difference first and asks. Checks every query with the service before anything is changed."}, footerHeading = "%nA file is YAML (documents parted by ---) or JSON:%n", footer = {
                "  kind: Audience                  # or ComputedTrait",
                "  key: big_spenders               # never changes",
                "  name: Big spenders",
                "  query: event('Order Completed').within(30 days).sum(property('total')) > 500",
                "  description: For the sales team # this line and those below may be left out",
                "  enabled: true", "  audienceType: USERS             # or ACCOUNTS", "  options:",
                "    includeAnonymous: true",
                "  replaceTrait: true              # for a new one: drop what calls have sent under its key",
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

    @Option(names = "--prune", description = "Delete the definitions that are in no file.")
    private boolean prune;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Only show the difference, and what is wrong with the files.")
    private boolean dryRun;

    @Option(names = "--exit-code", description = "With --dry-run: exit with 3 if there is a difference.")
    private boolean exitCode;

    private InputStream stdin = System.in;

    /** For picocli. */
    public ApplyCommand() {}

    ApplyCommand(InputStream stdin) {
        this.stdin = stdin;
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = service.out(spec);
        try {
            List<FileDefinition> wanted = DefinitionFiles.read(files);
            var there = new ServiceDefinitions(new ServiceClient(service.url()), service.token(), space);
            var plan = new ApplyPlan(wanted, there.all(), prune);
            plan.print(out);
            var steps = plan.steps();
            check(there, plan);
            if (steps.isEmpty()) {
                return 0;
            }
            if (dryRun) {
                return exitCode ? DIFFERENT : 0;
            }
            if (!yes && !agreed(out)) {
                throw new CliException("Nothing was changed. Answer y to go on, or give --yes.");
            }
            apply(there, steps);
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

    private static void check(ServiceDefinitions there, ApplyPlan plan) throws InterruptedException {
        var check = new PlanCheck(plan);
        for (ApplyPlan.PlanStep step : plan.steps()) {
            check.add(step, run(there, step, true));
        }
        List<String> problems = check.problems();
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
    private static void apply(ServiceDefinitions there, List<ApplyPlan.PlanStep> steps) throws InterruptedException {
        List<ApplyPlan.PlanStep> open = steps;
        while (!open.isEmpty()) {
            List<ApplyPlan.PlanStep> refused = new ArrayList<>();
            List<String> problems = new ArrayList<>();
            for (ApplyPlan.PlanStep step : open) {
                ServiceClient.ServiceAnswer answer = run(there, step, false);
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
