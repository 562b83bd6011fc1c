package io.selfsame.compute.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.definition.DefinitionStore;
import io.selfsame.compute.definition.SavedDefinition;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationContext;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.EvaluationRun;
import io.selfsame.compute.evaluate.Evaluator;
import io.selfsame.compute.evaluate.Explanation;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.PersonEvent;
import io.selfsame.compute.evaluate.RunControl;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.compute.people.EvaluationMemory;
import io.selfsame.compute.people.PeopleLoader;
import io.selfsame.compute.people.PortionPlanner;
import io.selfsame.compute.people.RefreshLimits;
import io.selfsame.compute.preview.EvaluationPool;
import io.selfsame.error.Invalid;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.http.HttpError;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.RulesStore;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Why somebody is in an audience, or has a value: condition by condition, what was found, and which events counted. Worked out by
 * threads of its own, so that it waits neither for previews nor keeps requests waiting, and within seconds. Thread safe.
 */
public final class Explanations implements AutoCloseable {

    private static final Statement FIND = Statement.of("profile/find");

    /** With the time in line. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /** Of that, how long is looked for the instant at which the result changes. */
    private static final Duration LOOKING_AHEAD = Duration.ofSeconds(3);

    private static final int AT_ONCE = 2;
    private static final int WAITING = 40;

    /** Part of what an explanation may take that it takes in any case: values may be long. */
    private static final int LEAST = 50;

    /** People of accounts that are loaded for one explanation. */
    public static final int MOST_MEMBERS = 1_000;

    /** Window edges looked at, to find the one that changes the result. */
    private static final int EDGES = 1_000;

    private static final String LATE = "It was not explained within " + LONGEST.toSeconds()
            + " s: the service is busy, or "
            + "there are very many events to look at; ask again, or about a definition with shorter windows";
    private static final String STOPPING = "The service is stopping; ask again";
    private static final int RETRY_SECONDS = 10;

    private final EvaluationPool pool = new EvaluationPool("explain", AT_ONCE, WAITING);

    /** Of those that wait or are worked on: as many as the pool takes. */
    private final Set<RunControl> atWork = ConcurrentHashMap.newKeySet();

    private final Graph graph;
    private final EvaluationMemory memory;
    private final DefinitionStore definitions;
    private final EventColumns columns;
    private final RulesStore rules;

    public Explanations(Graph graph, EvaluationMemory memory, DefinitionStore definitions, EventColumns columns,
            RulesStore rules) {
        this.graph = graph;
        this.memory = memory;
        this.definitions = definitions;
        this.columns = columns;
        this.rules = rules;
    }

    /**
     * Explains one result, as of now, and waits for it.
     *
     * @param who {@code type:value}, a segment ID, or {@code group_id:value} of an account
     * @throws HttpError if there is nobody of that name, if it cannot be explained, or not in time
     */
    public ObjectNode of(SpaceId space, SavedDefinition saved, String who) {
        var control = RunControl.of(LONGEST, LATE);
        EvaluationPool.Ticket place = pool.take(space);
        var answer = new CompletableFuture<ObjectNode>();
        atWork.add(control);
        try {
            place.run(() -> explain(space, saved, who, control, answer),
                    () -> answer.completeExceptionally(new RunControl.RunEnded(STOPPING)));
            return answer.get(LONGEST.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw HttpError.unavailable(LATE, RETRY_SECONDS);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RunControl.RunEnded ended -> HttpError.unavailable(ended.getMessage(), RETRY_SECONDS);
                case RunControl.EvaluationFailure failure ->
                    HttpError.unprocessable("too_much", "It " + failure.getMessage());
                case RuntimeException other -> other;
                case null, default -> new IllegalStateException(e);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HttpError.unavailable(STOPPING, 1);
        } finally {
            control.end("Nobody waits for it any more");
            atWork.remove(control);
        }
    }

    @SuppressWarnings("CatchThrowable")
    private void explain(SpaceId space, SavedDefinition saved, String who, RunControl control,
            CompletableFuture<ObjectNode> answer) {
        try {
            control.check();
            answer.complete(explain(space, saved, who, control));
        } catch (Throwable e) {
            answer.completeExceptionally(e);
        }
    }

    private ObjectNode explain(SpaceId space, SavedDefinition saved, String who, RunControl control) {
        Definition definition = saved.definition();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var plan = definitions.enabled(space).plan().closure(definition);
        var reader = new PeopleLoader(graph, plan, columns.latest(space), rules.current(space).traitPolicies(), now,
                Set.of(PersonEvent.MESSAGE_ID));
        boolean ofPeople = definition.level() == Definition.Level.USERS;
        List<ProfileId> people = ofPeople ? List.of(root(space, who)) : List.of();
        List<AccountKey> accounts = ofPeople ? List.of() : List.of(account(space, who));
        Owner owner = ofPeople ? people.getFirst() : accounts.getFirst();
        long most = memory.mostOfExplanation();
        long held = new PortionPlanner(graph, RefreshLimits.STANDARD, reader.needs(), plan.hasAccounts())
                .of(people, accounts, root -> OptionalLong.empty()).stream().mapToLong(PortionPlanner.Portion::held)
                .sum();
        EvaluationMemory.MemoryShare room = memory.forExplanation(space, control);
        try {
            return room.growing(Math.clamp(held, 1 + most / LEAST, most), most,
                    allowance -> explain(saved, plan, reader, now, control, allowance, owner));
        } catch (MemoryAllowance.Exceeded e) {
            throw HttpError.unprocessable("too_much",
                    "With the people of its accounts: " + e.getMessage() + " of an explanation");
        }
    }

    private static ObjectNode explain(SavedDefinition saved, EvaluationPlan plan, PeopleLoader reader, Instant now,
            RunControl control, MemoryAllowance allowance, Owner owner) {
        Definition definition = saved.definition();
        var around = new Around(new ArrayList<>(), new ArrayList<>(), new HashMap<>(), allowance, control);
        Subject subject = switch (owner) {
            case ProfileId root -> person(reader, root, around);
            case AccountKey key -> {
                Subject.Account account = account(reader, key, around);
                around.loaded().add(account);
                yield account;
            }
        };
        if (subject instanceof Subject.Person person && plan.hasAccounts()) {
            around(reader, person, around);
        }
        ObjectNode data = Json.object().put("key", definition.key()).put("id", name(subject.id())).put("query",
                saved.text()).put("at", now.toString());
        if (plan.accountsDependOnOthers()) {
            around.others().putAll(others(reader, plan, around));
        }
        EvaluationRun run = world(plan, around, now, control);
        Evaluator.Outcome outcome = run.outcome(definition, subject);
        outcome.failure().ifPresent(why -> {
            throw HttpError.unprocessable("evaluation_failed", why);
        });
        data.set("value", Json.tree(outcome.value().orElse(null)));
        if (subject instanceof Subject.Person person && !definition.needs().isEmpty()) {
            data.put("counts", person.idTypes().stream().anyMatch(definition.needs()::contains));
        }
        Subject seen = subject instanceof Subject.Account account
                ? EvaluationRun.counting(account, definition.needs())
                : subject;
        data.set("explanation", new Explanation(plan, run).of(definition.query(),
                EvaluationContext.of(new EvaluationContext.EvaluationClock(now, run, control), seen)));
        if (!around.stored().isEmpty() || !around.others().isEmpty()) {
            var stored = data.putArray("accountsAsOfLastRefresh");
            around.stored().forEach(account -> stored.add(account.key().groupId()));
            around.others().keySet().stream().sorted().forEach(key -> stored.add(key.groupId()));
        }
        change(data, definition, subject, plan, around, outcome, control);
        return data;
    }

    /** People go by their segment ID, accounts by their group ID. */
    private static String name(Owner owner) {
        return switch (owner) {
            case ProfileId person -> person.value();
            case AccountKey account -> account.groupId();
        };
    }

    /**
     * The accounts that count.
     *
     * @param stored those that are too large to be loaded: of these counts what the last refresh has found
     * @param others the audiences of accounts that are not loaded either, of people who are: likewise
     * @param allowance for all who are loaded for one explanation
     */
    private record Around(List<Subject.Account> loaded, List<PeopleLoader.LoadedAccount> stored,
            Map<AccountKey, Set<String>> others, MemoryAllowance allowance, RunControl control) {}

    private static void around(PeopleLoader reader, Subject.Person person, Around into) {
        int members = 0;
        for (AccountKey key : person.accounts()) {
            into.control().check();
            for (var account : reader.accounts(List.of(key), Math.max(0, MOST_MEMBERS - members) + 1,
                    into.allowance())) {
                if (members + account.members().size() > MOST_MEMBERS) {
                    into.stored().add(account);
                } else {
                    members += account.members().size();
                    into.loaded().add(withPeople(reader, account, into));
                }
            }
        }
    }

    public void figures(MeterRegistry registry) {
        pool.figures(registry);
    }

    /** Ends all that is being worked out; whoever waits is told so. */
    @Override
    public void close() {
        atWork.forEach(control -> control.end(STOPPING));
        pool.close();
    }

    /** The audiences of accounts that are not loaded, of people who are. */
    private static Map<AccountKey, Set<String>> others(PeopleLoader reader, EvaluationPlan plan, Around around) {
        Set<AccountKey> others = new TreeSet<>();
        around.loaded().forEach(account -> account.people().forEach(person -> others.addAll(person.accounts())));
        around.loaded().forEach(account -> others.remove(account.id()));
        around.stored().forEach(account -> others.remove(account.key()));
        return reader.inside(others, plan.accountAudiencesOfPeople(), around.allowance());
    }

    private static EvaluationRun world(EvaluationPlan plan, Around around, Instant now, RunControl control) {
        var run = new EvaluationRun(plan, now, control);
        around.loaded().forEach(run::add);
        around.stored().forEach(account -> run.addStored(account.key(), account.stored().in()));
        around.others().forEach(run::addStored);
        return run;
    }

    private ProfileId root(SpaceId space, String who) {
        String name = who.startsWith("segment_id:") ? who.substring("segment_id:".length()) : who;
        Map<String, Object> asked = name.startsWith(ProfileId.PREFIX)
                ? Map.of("index", 0, "segmentId", name, "space", space.value())
                : Map.of("index", 0, "key",
                        ExternalId.parse(who).orElseThrow(
                                () -> new Invalid("A person is named type:value, like email:a@example.com, or use_…"))
                                .key(space),
                        "space", space.value());
        return PeopleLoader.rootsOf(graph.read(FIND, Map.of("asked", List.of(asked)))).stream().findFirst()
                .orElseThrow(() -> HttpError.notFound("Profile was not found."));
    }

    private static AccountKey account(SpaceId space, String who) {
        if (!who.startsWith("group_id:")) {
            throw new Invalid("It is about accounts: name one, like group_id:acme");
        }
        return AccountKey.of(space, who.substring("group_id:".length()));
    }

    private static Subject.Person person(PeopleLoader reader, ProfileId root, Around around) {
        return people(reader, List.of(root), around).stream().findFirst()
                .orElseThrow(() -> reader.unreadable().count() > 0
                        ? HttpError.unprocessable("unreadable", "What is stored of this person is damaged")
                        : HttpError.notFound("Profile was not found."));
    }

    private static Subject.Account account(PeopleLoader reader, AccountKey key, Around around) {
        var found = reader.accounts(List.of(key), MOST_MEMBERS + 1, around.allowance()).stream().findFirst()
                .orElseThrow(() -> HttpError.notFound("Account was not found."));
        if (found.members().size() > MOST_MEMBERS) {
            throw HttpError.unprocessable("too_much", "The account has more than " + MOST_MEMBERS
                    + " members, and only smaller ones are explained; whether it is in the audience, its traits say");
        }
        return withPeople(reader, found, around);
    }

    private static Subject.Account withPeople(PeopleLoader reader, PeopleLoader.LoadedAccount account,
            Around around) {
        return account.subject(people(reader, account.members(), around));
    }

    private static List<Subject.Person> people(PeopleLoader reader, Collection<ProfileId> roots, Around around) {
        List<Subject.Person> people = new ArrayList<>();
        reader.people(roots, around.allowance(), part -> {
            around.control().check();
            part.forEach(one -> people.add(one.subject()));
        });
        return people;
    }

    /** When the result will be another if nothing happens, and what it will be. */
    private static void change(ObjectNode data, Definition definition, Subject subject, EvaluationPlan plan,
            Around around,
            Evaluator.Outcome outcome, RunControl control) {
        var soon = RunControl.of(LOOKING_AHEAD, "");
        Optional<Instant> at = outcome.next();
        for (int edge = 0; edge < EDGES && at.isPresent(); edge++) {
            Evaluator.Outcome then;
            try {
                control.check();
                soon.check();
                then = world(plan, around, at.get(), soon).outcome(definition, subject);
            } catch (RunControl.RunEnded e) {
                control.check();
                break;
            }
            if (then.failure().isPresent()) {
                break;
            }
            if (!then.value().equals(outcome.value())) {
                data.putObject("changes").put("at", at.get().toString()).set("value",
                        Json.tree(then.value().orElse(null)));
                return;
            }
            at = then.next();
        }
        if (at.isPresent()) {
            data.putObject("changes").put("notBefore", at.get().toString());
        } else {
            data.putNull("changes");
        }
    }
}
