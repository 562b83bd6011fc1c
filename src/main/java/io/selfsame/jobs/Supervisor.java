package io.selfsame.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every few seconds it finds the living instances and the jobs, and puts this instance's jobs into the local schedule. One
 * thread runs it; others may call its queries.
 */
final class Supervisor implements Runnable {

    /** How often it looks. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** Jobs that go into one statement. */
    private static final int PAGE = 1_000;

    private final JobStore store;
    private final LocalSchedule localSchedule;
    private final Map<String, JobKind> kinds;
    private final JobStore.Instance me;
    private final Set<JobId> running;
    private final RepeatedFailureLog failureLog = new RepeatedFailureLog(LOG);
    private volatile boolean stopping;

    /** The jobs of this instance, each with the version of the settings that it was planned with. */
    private final Map<JobId, Long> planned = new ConcurrentHashMap<>();

    /**
     * Sets up an idle one.
     *
     * @param running the jobs that this instance is at, kept by others
     */
    Supervisor(JobStore store, LocalSchedule localSchedule, Map<String, JobKind> kinds, String instance,
            Set<JobId> running) {
        this.store = store;
        this.localSchedule = localSchedule;
        this.kinds = kinds;
        this.running = running;
        this.me = new JobStore.Instance(instance, kinds.values().stream().filter(kind -> !kind.standsIn())
                .map(JobKind::name).collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether a job belongs to this instance, as far as it knows. */
    boolean owns(JobId id) {
        return planned.containsKey(id);
    }

    /** From now on it is no news that Neo4j does not answer. */
    void stop() {
        stopping = true;
    }

    /** All jobs are planned anew at the next look. */
    void planAnew() {
        planned.clear();
    }

    @Override
    public void run() {
        try {
            look();
            failureLog.succeeds("Looking after jobs");
        } catch (RuntimeException e) {
            if (!stopping) {
                failureLog.fails("Looking after jobs", e);
            }
        }
    }

    private void look() {
        List<JobStore.Instance> alive = store.beat(me, running);
        JobStore.JobSurvey survey = store.survey();
        Map<JobId, Long> mine = mine(alive, survey);
        planned.keySet().stream().filter(id -> !mine.containsKey(id)).toList().forEach(id -> {
            planned.remove(id);
            localSchedule.remove(id);
        });
        Set<JobId> changed = new HashSet<>();
        mine.forEach((id, version) -> {
            if (!version.equals(planned.get(id))) {
                changed.add(id);
            }
        });
        for (JobId id : survey.requests()) {
            if (kinds.containsKey(id.name()) && Ownership.belongs(id, me, alive)) {
                changed.add(id);
            }
        }
        List<JobId> todo = new ArrayList<>(changed);
        for (int from = 0; from < todo.size(); from += PAGE) {
            plan(todo.subList(from, Math.min(todo.size(), from + PAGE)), mine);
        }
    }

    private Map<JobId, Long> mine(List<JobStore.Instance> alive, JobStore.JobSurvey survey) {
        var busy = new HashSet<>(survey.defined());
        survey.settings().keySet().forEach(id -> busy.add(id.space()));
        var spaces = new HashSet<>(survey.spaces());
        spaces.addAll(busy);
        spaces.addAll(survey.sending());
        Map<JobId, Long> mine = new HashMap<>();
        for (var space : spaces) {
            for (JobKind kind : kinds.values()) {
                var id = new JobId(space, kind.name());
                boolean wanted = switch (kind.where()) {
                    case EVERYWHERE -> true;
                    case DEFINITIONS -> busy.contains(space);
                    case DESTINATIONS -> survey.sending().contains(space);
                    case TOOLS -> survey.tools().contains(space);
                };
                if (wanted && Ownership.belongs(id, me, alive)) {
                    mine.put(id, survey.settings().getOrDefault(id, 0L));
                }
            }
        }
        return mine;
    }

    private void plan(List<JobId> ids, Map<JobId, Long> mine) {
        List<JobState> states = store.load(ids);
        Map<JobId, Instant> firstRuns = new HashMap<>();
        for (JobState state : states) {
            if (mine.containsKey(state.id()) && state.nextRun().isEmpty() && !state.settings().paused()) {
                firstRun(state).ifPresent(at -> firstRuns.put(state.id(), at));
            }
        }
        if (!firstRuns.isEmpty()) {
            store.plan(firstRuns);
        }
        for (JobState state : states) {
            JobId id = state.id();
            // Before the local schedule, as a job that has run asks whether it is ours.
            Optional.ofNullable(mine.get(id)).ifPresent(version -> planned.put(id, version));
            Optional<Duration> pause = pause(state, firstRuns);
            if (pause.isPresent() && isOfAnotherClock(state, pause.get())) {
                localSchedule.wake(id);
            } else {
                pause.ifPresentOrElse(next -> localSchedule.put(id, next), () -> localSchedule.remove(id));
            }
        }
    }

    /** What is frequent begins at once; what is daily at its time. */
    private Optional<Instant> firstRun(JobState state) {
        Schedule.SpaceSchedule schedule = state.schedule(kind(state.id()));
        return switch (schedule) {
            case Schedule.Every every -> Optional.of(state.now());
            case Schedule.Cron cron -> cron.next(state.now(), state.now());
        };
    }

    /** How long to wait for the next run. One that was missed is not waited for. */
    private static Optional<Duration> pause(JobState state, Map<JobId, Instant> firstRuns) {
        if (state.requested()) {
            return Optional.of(Duration.ZERO);
        }
        if (state.settings().paused()) {
            return Optional.empty();
        }
        return state.nextRun().or(() -> Optional.ofNullable(firstRuns.get(state.id())))
                .map(next -> Duration.between(state.now(), next));
    }

    /** What runs every few seconds never waits for longer, unless the clock was set back since its next run was planned. */
    private boolean isOfAnotherClock(JobState state, Duration pause) {
        return switch (state.schedule(kind(state.id()))) {
            case Schedule.Every every -> pause.compareTo(every.longestPause().plus(PAUSE)) > 0;
            case Schedule.Cron cron -> false;
        };
    }

    private JobKind kind(JobId id) {
        JobKind kind = kinds.get(id.name());
        if (kind == null) {
            throw new IllegalStateException("no such kind: " + id.name());
        }
        return kind;
    }
}
