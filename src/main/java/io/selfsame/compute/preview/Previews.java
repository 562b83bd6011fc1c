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
import io.selfsame.graph.Statement;
import io.selfsame.graph.StatementFailed;
import io.selfsame.identity.RulesStore;
import io.selfsame.identity.ids.Owner;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.neo4j.driver.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a query would say of everybody, without becoming a definition. A preview is worked out beside the request, by a few threads
 * and within a time, and kept for a day in the graph, unless {@value #MOST} others come after it, so that any instance can answer for it. Thread safe.
 */
public final class Previews implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Previews.class);

    private static final Statement SAVE = Statement.of("compute/savePreview");
    private static final Statement FINISH = Statement.of("compute/finishPreview");
    private static final Statement DELETE = Statement.of("compute/deletePreview");
    private static final Statement GET = Statement.of("compute/preview");
    private static final Statement DROP = Statement.of("compute/dropPreviews");
    private static final Statement EXTERNAL_IDS = Statement.of("compute/externalIds");

    /** An instance that has just started may not have said yet that it lives, and a preview that was just saved may not be worked on yet. */
    private static final Duration LOST = Duration.ofSeconds(15);

    /** Two at least, so that of two spaces neither waits for the other; beyond that a core is left for requests. */
    private static final int AT_ONCE = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors() - 1));
    private static final int WAITING = 100;

    /** How long one may be worked on. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** External IDs are read of so many at once. */
    private static final int PAGE = 50;

    /** Characters of the results of one. */
    private static final long LARGEST = 2_000_000;

    /** Previews of a space that are kept: of each, the answer may be as large as that. */
    static final int MOST = 200;

    /** How many go in one transaction: Neo4j loads what it deletes. More than come. */
    private static final int FEW = 5;

    /** How often another instance is listened to, which may have deleted the preview. */
    private static final Duration LISTENING = Duration.ofSeconds(2);

    private final Graph graph;
    private final EvaluationMemory memory;
    private final String instance;
    private final DefinitionStore definitions;
    private final EventColumns columns;
    private final RulesStore rules;
    private final EvaluationPool pool = new EvaluationPool("preview", AT_ONCE, WAITING);

    /** Those that wait or are worked on, by key: as many as the pool takes. */
    private final Map<String, RunControl> atWork = new ConcurrentHashMap<>();

    /** @param instance the name of this instance of the service among those that are alive */
    public Previews(Graph graph, EvaluationMemory memory, DefinitionStore definitions, EventColumns columns,
            RulesStore rules, String instance) {
        this.graph = graph;
        this.memory = memory;
        this.instance = instance;
        this.definitions = definitions;
        this.columns = columns;
        this.rules = rules;
    }

    /**
     * A preview asked for.
     *
     * @param asOf the instant of evaluation; empty: now
     * @param written the query as it was written
     */
    record PreviewRequest(SpaceId space, DefinitionKind kind, Definition definition, Optional<Instant> asOf,
            int sampleSize, PreviewedQuery written, ObjectNode options) {}

    /** For the query of one to be parsed, as {@link DefinitionStore#inTurn}. */
    <T> T inTurn(SpaceId space, Supplier<T> read) {
        return definitions.inTurn(space, read);
    }

    /**
     * Begins one; answers with how it stands.
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
            save(asked.space(), id, preview);
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

    /** Whatever happens, also an error of the virtual machine, the preview does not go on running in the eyes of who asks. */
    @SuppressWarnings("CatchThrowable")
    private void work(PreviewRequest asked, String key, Preview preview, RunControl control) {
        try {
            control.limit(LONGEST, "It was not worked out within " + LONGEST.toMinutes() + " minutes; ask for shorter "
                    + "windows, or make a definition of it, which a refresh works out step by step");
            finish(key, preview.completed(results(asked, control, new Listening(key, control))));
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
        // Whoever interrupted the work wants it to end, and that to be written.
        boolean interrupted = Thread.interrupted();
        try {
            finish(key, preview.failed(why));
        } catch (RuntimeException e) {
            // As when the service stops, or Neo4j is away. Whoever asks is told so, as nobody works on it any more.
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
                if (graph.read(GET, Map.of("key", key)).isEmpty()) {
                    control.end("It was deleted");
                }
            }
        }
    }

    /** Ends a preview if it is still worked on, and forgets it; false if there is none of that kind and id. */
    boolean delete(SpaceId space, DefinitionKind kind, String id) {
        if (!id.startsWith(kind.previewPrefix())) {
            return false;
        }
        String key = space.key(id);
        Optional.ofNullable(atWork.get(key)).ifPresent(control -> control.end("It was deleted"));
        return graph.write(DELETE, Map.of("key", key)).getFirst().get("deleted").asLong() > 0;
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

    /** Those of the sample, as long as the answer is of a size that can be kept and read. */
    private List<PreviewMember> members(PreviewResult found, RunControl control) {
        List<Owner> sample = List.copyOf(found.sample().keySet());
        List<PreviewMember> members = new ArrayList<>();
        long characters = 0;
        for (int start = 0; start < sample.size(); start += PAGE) {
            control.check();
            List<Owner> page = sample.subList(start, Math.min(sample.size(), start + PAGE));
            Map<Owner, List<ExternalIdFields>> ids = externalIds(page);
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
        Map<Owner, List<ExternalIdFields>> ids = new HashMap<>();
        if (!owners.isEmpty()) {
            Map<String, Owner> byText = new HashMap<>();
            owners.forEach(owner -> byText.put(owner.value(), owner));
            for (Record row : graph.read(EXTERNAL_IDS, Map.of("owners", List.copyOf(byText.keySet())))) {
                ids.put(requireNonNull(byText.get(row.get("owner").asString())),
                        row.get("ids").asList(ExternalIdFields::of));
            }
        }
        return ids;
    }

    private void save(SpaceId space, String id, Preview preview) {
        graph.write(DROP, Map.of("space", space.value(), "most", MOST - 1, "few", FEW));
        graph.write(SAVE, Map.of("key", space.key(id), "space", space.value(), "id", id, "answer", Json.write(preview),
                "at", Instant.now().atZone(ZoneOffset.UTC), "instance", instance));
    }

    /** The answer says itself how it stands: whoever reads a node while it changes may see one property old and another new. */
    private void finish(String key, Preview preview) {
        graph.write(FINISH, Map.of("key", key, "status", preview.status(), "answer", Json.write(preview)));
    }

    /** How one stands; empty if there is none of that kind and id. */
    Optional<ObjectNode> get(SpaceId space, DefinitionKind kind, String id) {
        if (!id.startsWith(kind.previewPrefix())) {
            return Optional.empty();
        }
        String key = space.key(id);
        // Asked before it is read: what ends meanwhile has been written.
        boolean here = atWork.containsKey(key);
        return definitions.inTurn(space, () -> graph.read(GET, Map.of("key", key)).stream().findFirst().map(row -> {
            ObjectNode answer = (ObjectNode) Json.parse(row.get("answer").asString());
            // Earlier versions have not written it into the answer.
            String status = answer.path("status").asText(row.get("status").asString());
            return status.equals(PreviewAnswers.RUNNING) && !here && isLost(row)
                    ? answer.put("status", PreviewAnswers.FAILED).put("failureReason",
                            "Nobody works on it any more, as after the service or Neo4j was away; ask again")
                    : answer.put("status", status);
        }));
    }

    /** Of one that this instance does not work on. */
    private boolean isLost(Record row) {
        boolean elsewhere = row.get("alive").asBoolean() && !row.get("instance").asString("").equals(instance);
        return !elsewhere
                && row.get("createdAt").asZonedDateTime().toInstant().isBefore(Instant.now().minus(LOST));
    }
}
