package io.selfsame.jobs;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Runs the supervisor for Quartz. */
@DisallowConcurrentExecution
final class SuperviseJob implements Job {

    private final Runnable supervise;

    SuperviseJob(Runnable supervise) {
        this.supervise = supervise;
    }

    @Override
    public void execute(JobExecutionContext context) {
        supervise.run();
    }
}
