package io.selfsame.jobs;

import io.selfsame.space.SpaceId;
import java.util.function.Consumer;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;

/** Runs a job of a space for Quartz. */
@DisallowConcurrentExecution
final class RunJob implements Job {

    private final Consumer<JobId> run;

    RunJob(Consumer<JobId> run) {
        this.run = run;
    }

    @Override
    public void execute(JobExecutionContext context) {
        JobKey key = context.getJobDetail().getKey();
        run.accept(new JobId(new SpaceId(key.getName()), key.getGroup()));
    }
}
