package io.selfsame.compute.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.definition.DefinitionStore;
import io.selfsame.compute.definition.SavedDefinition;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.PersonEvent;
import io.selfsame.compute.evaluate.RunControl;
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
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Explains why a person or an account is in an audience, or has a value: for each condition what was found, and which events
 * counted. Threads of its own evaluate it, within seconds, so that explanations do not wait for previews, and requests do not
 * wait for explanations. Thread safe.
 */
public final class Explanations implements AutoCloseable {

    private static final Statement FIND = Statement.of("profile/find");

    /** The time limit of one, with the time in the queue. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private static final int AT_ONCE = 2;
    private static final int WAITING = 40;

    /** The least memory of one is this part of the most: values may be long. */
    private static final int LEAST = 50;

    /** People of accounts that are loaded for one explanation. */
    public static final int MOST_MEMBERS = ExplainedSubject.MOST_MEMBERS;

    private static final String LATE = "It was not explained within " + LONGEST.toSeconds()
            + " s: the service is busy, or "
            + "there are very many events to look at; ask again, or about a definition with shorter windows";
    private static final String STOPPING = "The service is stopping; ask again";
    private static final int RETRY_SECONDS = 10;

    private final EvaluationPool pool = new EvaluationPool("explain", AT_ONCE, WAITING);

    /** Of all that wait or run: as many as the pool takes. */
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
     * @throws HttpError if no person or account has that name, if it cannot be explained, or not in time
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
                    allowance -> new ExplanationAnswer(saved, plan, now, control,
                            ExplainedSubject.load(reader, plan, owner, allowance, control)).build());
        } catch (MemoryAllowance.Exceeded e) {
            throw HttpError.unprocessable("too_much",
                    "With the people of its accounts: " + e.getMessage() + " of an explanation");
        }
    }

    public void figures(MeterRegistry registry) {
        pool.figures(registry);
    }

    /** Ends all explanations; their callers get 503. */
    @Override
    public void close() {
        atWork.forEach(control -> control.end(STOPPING));
        pool.close();
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
}
