package io.selfsame.tracking;

import io.selfsame.column.EventColumns;
import io.selfsame.flow.Coalescer;
import io.selfsame.flow.FairCapacity;
import io.selfsame.flow.LogThrottle;
import io.selfsame.flow.Overloaded;
import io.selfsame.flow.WriteMemory;
import io.selfsame.graph.Graph;
import io.selfsame.graph.GraphUnavailable;
import io.selfsame.graph.StatementFailed;
import io.selfsame.graph.Tx;
import io.selfsame.identity.BatchResolution;
import io.selfsame.identity.Decision;
import io.selfsame.identity.EventIdentity;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.Extractor;
import io.selfsame.identity.IdentityResolution;
import io.selfsame.identity.IdentityRules;
import io.selfsame.identity.ResolvedEvent;
import io.selfsame.space.SpaceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: requests of a space that arrive while its transaction is in flight are written together in the next one. Spaces
 * share the queue fairly and take turns, and so do the write keys of a space, so that no sender keeps others out. Thread safe.
 */
final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    /**
     * What is written in one transaction, as {@link Message#writes}: some 40 MB of Neo4j's memory. Larger ones, with some thousand
     * events, only answer later.
     */
    private static final int ROUND = 5_000;

    /**
     * Transactions in flight, over all spaces: enough to keep Neo4j busy while some of them wait for a lock or the disk, and
     * a fraction of the driver's connections and of what Neo4j can work on at once.
     */
    private static final int ROUNDS = 16;

    /** Events that may wait, over all spaces: some seconds' work. Who waits longer is better told to come again. */
    private static final int WAITING = 20_000;

    private final Graph graph;
    private final FairCapacity<Sender> capacity = new FairCapacity<>("event", WAITING, Sender::space);
    private final IdentityResolution identity;
    private final TrackingStore store;
    private final Retention rejected;
    private final Retention violations;
    private final TrackingFigures figures;
    private final LogThrottle failures = new LogThrottle(Duration.ofSeconds(10));
    private final WriteMemory memory = new WriteMemory(ROUNDS, ROUND);
    private final Coalescer<Submission, Taken> rounds = Coalescer.inLanes(ROUNDS, 1, ROUND,
            Submission::writes, submission -> submission.sender().space(), Submission::sender, this::commit);

    /** Who sends: a write key of a space. */
    record Sender(SpaceId space, String sourceId) {}

    /**
     * What became of what one request brought.
     *
     * @param refused the events that were refused for want of an identifier; the index counts within the messages
     * @param repeated how many had come before, by their message IDs, and were not applied again
     */
    record Taken(List<Rejection> refused, int repeated) {

        static final Taken NOTHING = new Taken(List.of(), 0);
    }

    Intake(Graph graph, IdentityResolution identity, EventColumns columns, TrackingFigures figures) {
        this.graph = graph;
        this.identity = identity;
        this.store = new TrackingStore(columns);
        this.rejected = Retention.ofRejected(graph);
        this.violations = Retention.ofViolations(graph);
        this.figures = figures;
        figures.queue(capacity);
    }

    /**
     * To be asked before a body is parsed.
     *
     * @throws io.selfsame.flow.Overloaded if too much waits already, or too much of this sender
     */
    void requireRoom(Sender sender) {
        capacity.requireRoom(sender);
    }

    /** Whether events wait for the transaction in flight to end. */
    boolean isBehind() {
        return rounds.isBehind();
    }

    /**
     * Returns once everything is committed.
     *
     * @throws io.selfsame.flow.Overloaded if too much waits, or too much of this sender
     * @throws io.selfsame.graph.GraphUnavailable if Neo4j is away; a part may be committed, and the client may send the same
     *     again, as message IDs are taken once
     */
    Taken submit(Submission submission) {
        return capacity.during(submission.sender(), submission.events(),
                () -> inTurn(submission.parts(ROUND), rounds::ask));
    }

    /** Takes the parts of a submission one after the other; what is refused counts from its beginning. */
    private static Taken inTurn(List<Submission> parts, Function<Submission, Taken> take) {
        List<Rejection> refused = new ArrayList<>();
        int repeated = 0;
        int start = 0;
        for (Submission part : parts) {
            Taken taken = take.apply(part);
            for (Rejection one : taken.refused()) {
                refused.add(one.at(start + one.index()));
            }
            repeated += taken.repeated();
            start += part.messages().size();
        }
        return new Taken(refused, repeated);
    }

    private List<Taken> commit(List<Submission> submissions) {
        try {
            return together(submissions);
        } catch (Overloaded e) {
            List<Submission> halves = submissions.getFirst().halves();
            // The coalescer asks for halves of several.
            if (submissions.size() > 1 || halves.size() == 1) {
                throw e;
            }
            return List.of(inTurn(halves, part -> commit(List.of(part)).getFirst()));
        }
    }

    private List<Taken> together(List<Submission> submissions) {
        SpaceId space = submissions.getFirst().sender().space();
        List<Message> messages = submissions.stream().flatMap(s -> s.messages().stream()).toList();
        int writes = submissions.stream().mapToInt(Submission::writes).sum();
        Map<Integer, Rejection> refused = new HashMap<>();
        Map<Integer, List<Notes.Note>> notes = new HashMap<>();
        var noted = new AtomicInteger();
        BatchResolution resolution = figures.round(messages.size(),
                () -> memory.during(writes, () -> retriedAlone(submissions.size(), () -> graph.write(tx -> {
                    refused.clear();
                    notes.clear();
                    BatchResolution committed = commit(tx, space, submissions, messages, refused, notes);
                    noted.set(Violations.write(tx, space, messages, committed, notes));
                    return committed;
                }))));
        List<Rejection> rejections = new ArrayList<>(refused.values());
        submissions.forEach(submission -> rejections.addAll(submission.rejections()));
        figures.committed(messages.size() - refused.size(), resolution, rejections);
        if (!messages.isEmpty()) {
            identity.committed(space, resolution);
        }
        trim(rejected, space, rejections.size());
        trim(violations, space, noted.get());
        var applied = new BitSet();
        resolution.resolved().forEach(event -> applied.set(event.index()));
        List<Taken> answers = new ArrayList<>();
        int start = 0;
        for (Submission submission : submissions) {
            List<Rejection> mine = new ArrayList<>();
            int repeated = 0;
            for (int i = 0; i < submission.messages().size(); i++) {
                Rejection rejection = refused.get(start + i);
                if (rejection != null) {
                    mine.add(rejection.at(i).withoutBody());
                } else if (!applied.get(start + i)) {
                    repeated++;
                }
            }
            start += submission.messages().size();
            answers.add(new Taken(mine, repeated));
        }
        return answers;
    }

    /**
     * Who people are is carried from one batch to the next, and somebody may have changed it by hand, in Neo4j Browser, behind
     * the ledger's back. The write fails then, and the second time everything is read. Of several requests the halves are
     * that second time: the coalescer asks for them.
     */
    private BatchResolution retriedAlone(int submissions, Supplier<BatchResolution> commit) {
        try {
            return commit.get();
        } catch (GraphUnavailable | Overloaded e) {
            throw e;
        } catch (RuntimeException e) {
            note("Events are written again, with people read anew", e);
            if (submissions > 1) {
                throw e;
            }
            return commit.get();
        }
    }

    /** The events are committed by now, so nobody is told if this fails; the next round tries again. */
    private void trim(Retention retention, SpaceId space, int more) {
        try {
            retention.written(space, more);
        } catch (RuntimeException e) {
            note("What is kept of events could not be trimmed", e);
        }
    }

    /** Says what failed, without the words of Neo4j, which may quote people's data. */
    private void note(String what, RuntimeException failure) {
        failures.say(more -> log.warn("{} ({} other failures since the last such line): {}", what, more,
                StatementFailed.loggable(failure).getMessage()));
    }

    private BatchResolution commit(Tx tx, SpaceId space, List<Submission> submissions, List<Message> messages,
            Map<Integer, Rejection> refused, Map<Integer, List<Notes.Note>> notes) {
        BatchResolution resolution = messages.isEmpty()
                ? BatchResolution.NOTHING
                : resolve(tx, space, messages);
        List<TrackingStore.Kept> kept = new ArrayList<>();
        submissions
                .forEach(s -> s.rejections().forEach(r -> kept.add(new TrackingStore.Kept(r, s.sender().sourceId()))));
        List<String> places = submissions.stream().flatMap(Submission::eachPlace).toList();
        for (ResolvedEvent event : resolution.resolved()) {
            if (event.decision() instanceof Decision.Refused refusal) {
                var rejection = Rejection.of(event, refusal, messages.get(event.index()).common().body())
                        .from(places.get(event.index()));
                refused.put(event.index(), rejection);
                kept.add(new TrackingStore.Kept(rejection, event.identity().sourceId()));
            }
        }
        notes.putAll(store.write(tx, space, messages, resolution));
        store.keep(tx, space, kept);
        return resolution;
    }

    /**
     * What would be rejected of messages, without storing anything.
     *
     * @return rejections without bodies; the index counts within the messages
     */
    static List<Rejection> refused(List<Message> messages, IdentityRules rules) {
        var identities = messages.stream().map(message -> message.common().identity()).toList();
        List<Rejection> refused = new ArrayList<>();
        for (ResolvedEvent event : IdentityResolution.refused(identities, rules)) {
            if (event.decision() instanceof Decision.Refused refusal) {
                refused.add(Rejection.of(event, refusal, "").withoutBody());
            }
        }
        return refused;
    }

    /** The rules may have changed since the events were parsed, and may do so until the ledger is locked. */
    private BatchResolution resolve(Tx tx, SpaceId space, List<Message> messages) {
        IdentityRules rules = identity.rules(space);
        List<EventIdentity> events = identities(messages, rules);
        var locked = identity.lock(tx, space, events, rules);
        return identity.resolve(tx, locked,
                locked.rules().version() == rules.version() ? events : identities(messages, locked.rules()));
    }

    /** As parsed, unless the rules have changed since: they say where IDs stand. */
    private static List<EventIdentity> identities(List<Message> messages, IdentityRules rules) {
        return messages.stream().map(Message::common).map(common -> common.rulesVersion() == rules.version()
                ? common.identity()
                : reextracted(common, rules)).toList();
    }

    private static EventIdentity reextracted(Message.Common common, IdentityRules rules) {
        EventIdentity parsed = common.identity();
        var ids = Extractor.extract(common.tree(), rules).stream()
                .filter(id -> Fields.unreadable(id.value(), ExternalId.MAX_VALUE).isEmpty())
                .limit(MessageParser.MAX_IDS).toList();
        return new EventIdentity(parsed.messageId(), parsed.at(), parsed.sourceId(), parsed.keyKind(), ids);
    }
}
