package io.selfsame.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import io.selfsame.error.Invalid;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Operation;
import io.selfsame.jobs.JobAnswers.Job;
import io.selfsame.jobs.JobAnswers.JobAnswer;
import io.selfsame.jobs.JobAnswers.JobsAnswer;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Routes that list the jobs of a space with their runs, and change their schedules. */
final class JobsApi {

    private static final int BODY = 16 * 1024;

    private final JobStore store;
    private final LocalSchedule localSchedule;
    private final Map<String, JobKind> kinds;
    private final String instance;

    JobsApi(JobStore store, LocalSchedule localSchedule, Map<String, JobKind> kinds, String instance) {
        this.store = store;
        this.localSchedule = localSchedule;
        this.kinds = kinds;
        this.instance = instance;
    }

    void routes(Endpoints endpoints) {
        String tag = "Jobs";
        var name = Operation.path("name", "The name of a job.", "refresh");
        String path = "/v1/spaces/{space}/jobs";
        endpoints.get(path, Access.VIEWER, Operation.of(tag, "listJobs", "List the jobs of a space")
                .answers(200, "The jobs", "JobsAnswer"), ctx -> list(ctx, Endpoints.space(ctx)));
        endpoints.put(path + "/{name}", Access.EDITOR,
                Operation.of(tag, "updateJob", "Change when a job runs, or pause it").with(name).takes("JobSettings")
                        .answers(200, "The job", "JobAnswer").fails("validation_error"),
                ctx -> change(ctx, Endpoints.space(ctx)));
        endpoints.post(path + "/{name}/run", Access.EDITOR,
                Operation.of(tag, "runJob", "Run a job as soon as possible").with(name)
                        .answers(202, "The job will run", "JobAnswer"),
                ctx -> run(ctx, Endpoints.space(ctx)));
    }

    private void list(Context ctx, SpaceId space) {
        List<Job> jobs = store.load(kinds.keySet().stream().map(name -> new JobId(space, name)).toList()).stream()
                .map(state -> Job.of(state, kind(state.id().name()))).toList();
        Bodies.answerData(ctx, new JobsAnswer(instance, jobs));
    }

    private void change(Context ctx, SpaceId space) {
        JobKind kind = kind(ctx.pathParam("name"));
        JsonNode body = Bodies.json(ctx, BODY);
        JobSettings.SettingsChange change = JobSettings.read(body);
        if (body.has("name") && !body.path("name").asText().equals(kind.name())) {
            throw new Invalid("Job settings not taken: name is not that of the job in the path, " + kind.name());
        }
        var id = new JobId(space, kind.name());
        store.change(id, change, (before, settings) -> next(kind, before, settings));
        localSchedule.lookNow();
        answer(ctx, id, kind);
    }

    private static Optional<Instant> next(JobKind kind, JobState before, JobSettings settings) {
        if (settings.paused()) {
            return Optional.empty();
        }
        Schedule.SpaceSchedule schedule = settings.schedule().orElseGet(() -> kind.standard().of(before.id().space()));
        Optional<Instant> next = schedule.next(before.lastStarted().orElse(before.now()), before.now());
        if (next.isEmpty()) {
            throw new Invalid("Job settings not taken: no time to come suits cron");
        }
        return next;
    }

    private void run(Context ctx, SpaceId space) {
        JobKind kind = kind(ctx.pathParam("name"));
        var id = new JobId(space, kind.name());
        store.request(id);
        localSchedule.lookNow();
        ctx.status(202);
        answer(ctx, id, kind);
    }

    private JobKind kind(String name) {
        JobKind kind = kinds.get(name);
        if (kind == null) {
            throw HttpError.notFound("There is no job '" + name + "'; there are " + String.join(", ", kinds.keySet()));
        }
        return kind;
    }

    private void answer(Context ctx, JobId id, JobKind kind) {
        Bodies.answerData(ctx, new JobAnswer(instance, Job.of(store.load(List.of(id)).getFirst(), kind)));
    }
}
