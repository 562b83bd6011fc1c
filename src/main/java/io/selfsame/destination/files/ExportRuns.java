package io.selfsame.destination.files;

import io.selfsame.destination.Destination;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.files.ExportState.Pass;
import io.selfsame.destination.files.ExportState.Plan;
import io.selfsame.destination.files.ExportStore.Head;
import io.selfsame.destination.files.ExportStore.Opened;
import io.selfsame.destination.files.Manifest.WrittenFile;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.IdentityRules;
import io.selfsame.identity.RulesStore;
import io.selfsame.json.Json;
import io.selfsame.lease.LeaseLost;
import io.selfsame.space.SpaceId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/**
 * Brings the files of one destination up to date, run by run, while this instance has the right to. First comes the ledger, then a walk
 * over everybody for the traits, then, again and again, what is new. For one thread.
 */
final class ExportRuns {

    private static final Statement MARKS = Statement.of("files/marks");
    private static final Statement PEOPLE = Statement.of("files/people");

    /** Places of the ledger in one run. */
    static final long LEDGER = 100_000;

    /** People in one run, of the walk or with changed results. */
    static final long PERSONS = 50_000;

    /** Read at once. */
    private static final int PAGE = 500;

    /** A right is good for ten seconds. */
    private static final long KEEP_NANOS = Duration.ofSeconds(3).toNanos();

    private static final DateTimeFormatter FULL = DateTimeFormatter
            .ofPattern("'full-'yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Graph graph;
    private final ExportStore store;
    private final RulesStore rules;
    private final Path root;
    private final Destination destination;
    private final DestinationSettings.Files settings;
    private final String token;
    private final BooleanSupplier goOn;
    private final ExportRoom room;
    private final SpaceId space;
    private long kept = System.nanoTime();

    /**
     * @param token with which the right to write was taken
     * @param goOn whether this instance is to go on
     * @param most bytes that the files of the space may have; 0: any number
     * @param free bytes that stay free on the disk
     */
    ExportRuns(Graph graph, ExportStore store, RulesStore rules, Path root, Destination destination,
            DestinationSettings.Files settings, String token, BooleanSupplier goOn, long most, long free) {
        this.graph = graph;
        this.store = store;
        this.rules = rules;
        this.root = root;
        this.destination = destination;
        this.settings = settings;
        this.token = token;
        this.goOn = goOn;
        this.space = destination.space();
        this.room = new ExportRoom(root, space, most, free, this::keepRight);
    }

    /**
     * Writes until all that there was at the beginning of this pass is in files, or the time is up.
     *
     * @param inTime asked before each run
     * @throws ExportRoom.SpaceFull if the files of the space take as much room as they may
     * @throws IOException if files cannot be written; what is committed stays, and the run that failed is done again
     * @throws LeaseLost if another works for the destination now, or somebody has changed it
     */
    void run(BooleanSupplier inTime) throws IOException {
        ExportState state = begun();
        while (inTime.getAsBoolean()) {
            Optional<Plan> next = state.plan().isPresent() ? state.plan() : planned(state);
            if (next.isEmpty()) {
                end(state);
                return;
            }
            write(state, next.get());
            state = store.open(destination, token).state();
        }
    }

    private void keepRight() {
        if (!goOn.getAsBoolean()) {
            throw new LeaseLost("The service is stopping");
        }
        if (System.nanoTime() - kept > KEEP_NANOS) {
            store.renew(destination, token);
            kept = System.nanoTime();
        }
    }

    private String form() {
        return settings.format() + " " + settings.folder() + (settings.gzip() ? " gzip " : " ")
                + (settings.escapesFormulas() ? "escaped " : "")
                + String.join(",", new TreeSet<>(settings.tables()));
    }

    private boolean wants(Table table) {
        return settings.tables().contains("*") || settings.tables().contains(table.text());
    }

    /** The pass that goes on, or a new one. */
    private ExportState begun() {
        Opened opened = store.open(destination, token);
        boolean isNew = !opened.state().form().equals(form());
        if (!isNew && opened.state().pass().isPresent()) {
            return opened.state();
        }
        Head head = store.head(space);
        IdentityRules current = rules.latest(space);
        String seen = head.definitions() + "/" + current.version();
        Map<String, Object> change = new HashMap<>();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        if (isNew) {
            change.put("form", form());
            change.put("full", FULL.format(now) + "-" + destination.id().substring(destination.id().length() - 6));
            change.put("fullAt", now.atZone(ZoneOffset.UTC));
            change.put("seq", 0L);
            change.put("walk", null);
            forget(change);
        }
        if (wants(Table.USER_TRAITS) && (isNew || opened.everybody() || !opened.seen().equals(seen))) {
            // After an old full export everybody is written at once, in a new one after the ledger.
            change.put("traitsFrom", isNew ? head.head() : opened.state().seq());
            change.put("walk", "");
            change.put("seen", seen);
            change.put("everybody", false);
        }
        change.put("passBegan", now.atZone(ZoneOffset.UTC));
        change.put("passTo", head.head());
        change.put("passMarks", head.marks());
        store.save(destination, token, change);
        return store.open(destination, token).state();
    }

    private static void forget(Map<String, Object> change) {
        for (String property : List.of("planRun", "planFrom", "planTo", "planMarks", "planWalkTo")) {
            change.put(property, null);
        }
    }

    /** The next run of a pass; empty if the pass is through. What it is is noted before it begins. */
    private Optional<Plan> planned(ExportState state) {
        Pass pass = state.pass().orElseThrow();
        long run = state.run() + 1;
        Optional<Plan> next = Optional.empty();
        if (state.walk() != null && state.seq() >= state.traitsFrom()) {
            next = Optional.of(new Plan(run, state.seq(), state.seq(), 0, store.walkEnd(space, state.walk(), PERSONS)));
        } else if (state.seq() < pass.to()) {
            long end = state.seq() < state.traitsFrom() ? Math.min(pass.to(), state.traitsFrom()) : pass.to();
            long to = Math.min(end, state.seq() + LEDGER);
            long marks = to == pass.to() && state.walk() == null
                    ? store.markPlace(destination, PERSONS, pass.marks())
                    : 0;
            next = Optional.of(new Plan(run, state.seq(), to, marks, null));
        } else if (store.hasMarks(destination, pass.marks())) {
            next = Optional
                    .of(new Plan(run, state.seq(), state.seq(), store.markPlace(destination, PERSONS, pass.marks()),
                            null));
        }
        next.ifPresent(plan -> {
            Map<String, Object> change = new HashMap<>(Map.of("planRun", plan.run(), "planFrom", plan.from(), "planTo",
                    plan.to(), "planMarks", plan.marks()));
            change.put("planWalkTo", plan.walkTo());
            store.save(destination, token, change);
        });
        return next;
    }

    private void readme(ExportFolder folder) throws IOException {
        folder.write("README.md", Readme.text(settings, destination.name(), space));
    }

    private void end(ExportState state) throws IOException {
        // There, too, if there is nothing to write.
        readme(ExportFolder.open(root, space, settings.folder(), state.full()));
        ExportFolder parent = ExportFolder.open(root, space, settings.folder());
        parent.write("LATEST", state.full() + "\n");
        Map<String, Object> change = new HashMap<>(ExportStore.next(state.pass().orElseThrow().began(),
                Duration.ofMinutes(settings.minutes())));
        change.put("passTo", null);
        change.put("passMarks", null);
        change.put("passBegan", null);
        store.save(destination, token, change);
    }

    /** One run: rows, files, manifest, and last the note that it is done. */
    private void write(ExportState state, Plan plan) throws IOException {
        ExportFolder folder = ExportFolder.open(root, space, settings.folder(), state.full());
        room.require(0);
        readme(folder);
        List<WrittenFile> files;
        try (var slice = new Slice(folder, settings, plan, room)) {
            Map<String, Object> done = rows(state, plan, slice);
            keepRight();
            files = slice.publish();
            var manifest = new Manifest(Manifest.VERSION, destination.id(), space.value(), state.full(), plan.run(),
                    plan.from(), plan.to(), plan.isWalk(), Instant.now().truncatedTo(ChronoUnit.MILLIS), files);
            // Forcing files to the disk may have taken long.
            keepRight();
            folder.write("manifests", String.format(Locale.ROOT, "run-%06d.json", plan.run()),
                    Json.write(manifest) + "\n");
            keepRight();
            store.commit(destination, token, done, manifest);
        }
        if (plan.marks() > 0) {
            // Last: what is forgotten and not in a file would never come.
            store.dropMarks(destination, plan.marks());
        }
    }

    /** @return what is to be noted when it is done */
    private Map<String, Object> rows(ExportState state, Plan plan, Slice slice) throws IOException {
        Map<String, Object> done = new HashMap<>(Map.of("run", plan.run(), "seq", plan.to(), "exportedAt",
                Instant.now().truncatedTo(ChronoUnit.MILLIS).atZone(ZoneOffset.UTC)));
        forget(done);
        var traits = new TraitRows(graph, space, rules.latest(space).traitPolicies(), slice, plan.run(),
                this::keepRight);
        String walkTo = plan.walkTo();
        if (walkTo != null) {
            walk(state.walk(), walkTo, traits);
            done.put("walk", walkTo.isEmpty() ? null : walkTo);
            return done;
        }
        var ledger = new LedgerRows(graph, space, slice, this::keepRight);
        ledger.write(plan.from(), plan.to());
        if (slice.wants(Table.USER_TRAITS)) {
            if (plan.from() >= state.traitsFrom()) {
                traits.people(ledger.people());
            }
            marked(plan.marks(), traits);
        }
        if (slice.wants(Table.ACCOUNT_TRAITS)) {
            traits.accounts(ledger.accounts());
        }
        return done;
    }

    private void marked(long last, TraitRows traits) throws IOException {
        long after = 0;
        List<Record> page;
        do {
            page = graph.read(MARKS,
                    Map.of("destination", destination.id(), "after", after, "last", last, "limit", PAGE));
            if (!page.isEmpty()) {
                traits.people(page.stream().map(row -> row.get("owner").asString()).toList());
                after = page.getLast().get("place").asLong();
            }
        } while (page.size() == PAGE);
    }

    private void walk(@Nullable String from, String to, TraitRows traits) throws IOException {
        String after = from == null ? "" : from;
        List<Record> page;
        do {
            page = graph.read(PEOPLE, Map.of("space", space.value(), "after", after, "to", to, "limit", PAGE));
            if (!page.isEmpty()) {
                traits.people(page.stream().filter(row -> !row.get("isChild").asBoolean())
                        .map(row -> row.get("segmentId").asString()).toList());
                after = page.getLast().get("segmentId").asString();
            }
        } while (page.size() == PAGE);
    }
}
