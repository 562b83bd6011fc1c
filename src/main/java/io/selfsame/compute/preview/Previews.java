package io.selfsame.compute.preview;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.ksuid.Ksuid;
import io.micrometer.core.instrument.MeterRegistry;
import io.selfsame.column.EventColumns;
import io.selfsame.compute.definition.DefinitionKind;
import io.selfsame.compute.definition.DefinitionStore;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.RunControl;
import io.selfsame.compute.people.EvaluationMemory;
import io.selfsame.compute.preview.PreviewAnswers.ExternalIdFields;
import io.selfsame.compute.preview.PreviewAnswers.LeftOut;
import io.selfsame.compute.preview.PreviewAnswers.Preview;
import io.selfsame.compute.preview.PreviewAnswers.PreviewMember;
import io.selfsame.compute.preview.PreviewAnswers.PreviewSize;
import io.selfsame.compute.preview.PreviewAnswers.PreviewedQuery;
import io.selfsame.compute.preview.PreviewAnswers.Results;
import io.selfsame.compute.preview.PreviewAnswers.TypeCount;
import io.selfsame.error.Conflict;
import io.selfsame.flow.Overloaded;
import io.selfsame.graph.Graph;
import io.selfsame.graph.StatementFailed;
import io.selfsame.identity.RulesStore;
import io.selfsame.identity.ids.Owner;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates a query for all people or accounts of a space, without a definition. A few threads evaluate a preview after the request
 * is answered, within a time limit. The result is kept for a day in the graph, unless {@value PreviewStore#MOST} others come after it, so that any instance can answer for it. Thread safe.
 */
public final class Previews implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Previews.class);

    /** At least two, so that of two spaces neither waits for the other; otherwise a core is left for requests. */
    private static final int AT_ONCE = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors() - 1));
    private static final int WAITING = 100;

    /** The time limit of one evaluation. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Characters of the results of one preview. */
    private static final long LARGEST = 2_000_000;

    /** How often a running preview looks whether it was deleted through another instance. */
    private static final Duration LISTENING = Duration.ofSeconds(2);

    private final Graph graph;
    private final EvaluationMemory memory;
    private final PreviewStore store;
    private final DefinitionStore definitions;
    private final EventColumns columns;
    private final RulesStore rules;
    private final EvaluationPool pool = new EvaluationPool("preview", AT_ONCE, WAITING);

    /** Previews that wait or run, by key: as many as the pool takes. */
    private final Map<String, RunControl> atWork = new ConcurrentHashMap<>();

    /** @param instance the name of this instance of the service among those that are alive */
    public Previews(Graph graph, EvaluationMemory memory, DefinitionStore definitions, EventColumns columns,
            RulesStore rules, String instance) {
        this.graph = graph;
        this.memory = memory;
        this.store = new PreviewStore(graph, instance);
        this.definitions = definitions;
        this.columns = columns;
        this.rules = rules;
    }

    /**
     * What to preview.
     *
     * @param asOf the instant of evaluation; empty: now
     * @param written the query as it was written
     */
    record PreviewRequest(SpaceId space, DefinitionKind kind, Definition definition, Optional<Instant> asOf,
            int sampleSize, PreviewedQuery written, ObjectNode options) {}

    /** Parses the query of a preview, as {@link DefinitionStore#inTurn}. */
    <T> T inTurn(SpaceId space, Supplier<T> read) {
        return definitions.inTurn(space, read);
    }

    /**
     * Starts a preview.
     *
     * @throws Conflict if it depends on a definition that has no results
     * @throws Overloaded if too many wait
     */
    JsonNode start(PreviewRequest asked) {
        definitions.requireTargets(asked.space(), asked.definition());
        String id = asked.kind().previewPrefix() + Ksuid.newKsuid();
        Preview preview = Preview.running(id, asked.definition().level().name(), asked.written(), asked.options());
        String key = asked.space().key(id);
        EvaluationPool.Ticket place = pool.take(asked.space());
        var control = RunControl.endless();
        atWork.put(key, control);
        try {
            store.save(asked.space(), id, preview);
        } catch (RuntimeException e) {
            atWork.remove(key);
            place.giveBack();
            throw e;
        }
        try {
            place.run(() -> work(asked, key, preview, control));
        } catch (Overloaded e) {
            atWork.remove(key);
            fail(key, preview, String.valueOf(e.getMessage()));
            throw e;
        }
        return Json.tree(preview);
    }

    /** Whatever is thrown, also errors of the virtual machine, the preview is stored as failed. */
    @SuppressWarnings("CatchThrowable")
    private void work(PreviewRequest asked, String key, Preview preview, RunControl control) {
        try {
            control.limit(LONGEST, "It was not worked out within " + LONGEST.toMinutes() + " minutes; ask for shorter "
                    + "windows, or make a definition of it, which a refresh works out step by step");
            store.finish(key, preview.completed(results(asked, control, new Listening(key, control))));
        } catch (RunControl.RunEnded e) {
            LOG.info("Preview {} was ended: {}", key, e.getMessage());
            fail(key, preview, e.getMessage());
        } catch (Overloaded e) {
            fail(key, preview, String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            LOG.warn("Preview {} failed", key, StatementFailed.loggable(e));
            fail(key, preview, "It could not be worked out; the log of the service says more. Ask again");
        } finally {
            atWork.remove(key);
        }
    }

    private void fail(String key, Preview preview, String why) {
        // An interrupt ends the work; that is still to be written.
        boolean interrupted = Thread.interrupted();
        try {
            store.finish(key, preview.failed(why));
        } catch (RuntimeException e) {
            // As when the service stops, or Neo4j is away. Then get() answers that it failed, as no instance runs it any more.
            LOG.warn("That preview {} failed could not be written", key, StatementFailed.loggable(e));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends a preview that was deleted through another instance. For one thread. */
    private final class Listening implements Runnable {

        private final String key;
        private final RunControl control;
        private long last = System.nanoTime();

        Listening(String key, RunControl control) {
            this.key = key;
            this.control = control;
        }

        @Override
        public void run() {
            long now = System.nanoTime();
            if (now - last > LISTENING.toNanos()) {
                last = now;
                if (store.get(key).isEmpty()) {
                    control.end("It was deleted");
                }
            }
        }
    }

    /** Ends a preview if it still runs, and deletes it; false if there is none of that kind and id. */
    boolean delete(SpaceId space, DefinitionKind kind, String id) {
        if (!id.startsWith(kind.previewPrefix())) {
            return false;
        }
        String key = space.key(id);
        Optional.ofNullable(atWork.get(key)).ifPresent(control -> control.end("It was deleted"));
        return store.delete(key);
    }

    public void figures(MeterRegistry registry) {
        pool.figures(registry);
    }

    /** Ends all that run. */
    @Override
    public void close() {
        atWork.values().forEach(control -> control.end("The service that worked on it was stopped; ask again"));
        pool.close();
    }

    private Results results(PreviewRequest asked, RunControl control, Runnable between) {
        long start = System.nanoTime();
        Instant now = asked.asOf().orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.MILLIS));
        SpaceId space = asked.space();
        var plan = definitions.enabled(space).plan().closure(asked.definition());
        var everybody = new FullEvaluation(FullEvaluation.PageSizes.STANDARD, graph, space, columns.latest(space),
                rules.current(space).traitPolicies(), now, control, memory.forPreview(space, control), between);
        PreviewResult found = everybody.find(asked.definition(), plan, asked.asOf().isPresent(), asked.sampleSize());
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        return new Results(millis, now, new PreviewSize(found.count(), asked.definition().level().name()),
                found.idTypes().entrySet().stream().map(type -> new TypeCount(type.getKey(), type.getValue())).toList(),
                members(found, control), LeftOut.of(found.unreadable()), LeftOut.of(found.failed()));
    }

    /** The members of the sample, up to the largest size of an answer. */
    private List<PreviewMember> members(PreviewResult found, RunControl control) {
        List<Owner> sample = List.copyOf(found.sample().keySet());
        List<PreviewMember> members = new ArrayList<>();
        long characters = 0;
        for (int start = 0; start < sample.size(); start += PreviewStore.PAGE) {
            control.check();
            List<Owner> page = sample.subList(start, Math.min(sample.size(), start + PreviewStore.PAGE));
            Map<Owner, List<ExternalIdFields>> ids = store.externalIds(page);
            for (Owner owner : page) {
                var member = new PreviewMember(owner.value(), ids.getOrDefault(owner, List.of()),
                        requireNonNull(found.sample().get(owner)));
                characters += Json.write(member).length();
                if (characters > LARGEST) {
                    return members;
                }
                members.add(member);
            }
        }
        return members;
    }

    /** External IDs, by owner. */
    public Map<Owner, List<ExternalIdFields>> externalIds(List<Owner> owners) {
        return store.externalIds(owners);
    }

    /** The state and results of a preview; empty if there is none of that kind and id. */
    Optional<ObjectNode> get(SpaceId space, DefinitionKind kind, String id) {
        if (!id.startsWith(kind.previewPrefix())) {
            return Optional.empty();
        }
        String key = space.key(id);
        // Before it is read: a preview that ends meanwhile was written before.
        boolean here = atWork.containsKey(key);
        return definitions.inTurn(space, () -> store.get(key).map(stored -> {
            ObjectNode answer = stored.answer();
            return stored.isRunning() && !here && stored.isLost()
                    ? answer.put("status", PreviewAnswers.FAILED).put("failureReason",
                            "Nobody works on it any more, as after the service or Neo4j was away; ask again")
                    : answer;
        }));
    }
}
