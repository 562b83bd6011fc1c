package io.selfsame.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.error.Invalid;
import io.selfsame.json.KnownFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings of when a job runs. Immutable.
 *
 * @param schedule empty: the standard schedule of its kind
 * @param paused whether it runs only on request
 */
record JobSettings(Optional<Schedule.SpaceSchedule> schedule, boolean paused) {

    private static final KnownFields FIELDS = KnownFields.of("intervalSeconds", "cron", "paused", "schedule").ignoring(
            "name",
            "running", "holder", "lastStartedAt", "lastFinishedAt", "lastDurationMs", "lastResult", "lagSeconds",
            "nextRunAt", "lastError");
    private static final KnownFields SCHEDULE = KnownFields.of("intervalSeconds", "cron");

    /** A wish to change some of them. */
    record SettingsChange(Optional<Schedule.SpaceSchedule> schedule, Optional<Boolean> paused) {}

    JobSettings with(SettingsChange change) {
        return new JobSettings(change.schedule().or(() -> schedule), change.paused().orElse(paused));
    }

    /**
     * Reads a change: {@code {"intervalSeconds":5}}, {@code {"cron":"0 0 3 * * ?"}}, {@code {"paused":true}}. Or a job as answers
     * show it, whose {@code schedule} has the first two.
     *
     * @throws Invalid with every problem, one after another
     */
    static SettingsChange read(JsonNode body) {
        List<String> problems = new ArrayList<>();
        FIELDS.problem(body).ifPresent(problems::add);
        JsonNode shown = body.path("schedule");
        SCHEDULE.problem(shown, "schedule.").ifPresent(problems::add);
        if (!body.isObject() || body.isEmpty()) {
            problems.add("send {\"intervalSeconds\":5}, {\"cron\":\"0 0 3 * * ?\"} or {\"paused\":true}");
        }
        if (body.has("schedule") && !shown.isObject()) {
            problems.add("schedule is an object with intervalSeconds or cron");
        }
        if (shown.isObject() && (body.has("intervalSeconds") || body.has("cron"))) {
            problems.add("intervalSeconds and cron stand either in schedule or beside it");
        }
        Optional<Schedule.SpaceSchedule> schedule = schedule(shown.isObject() ? shown : body, problems);
        if (body.has("paused") && !body.get("paused").isBoolean()) {
            problems.add("paused is true or false");
        }
        if (!problems.isEmpty()) {
            throw new Invalid("Job settings not taken: " + String.join("; ", problems));
        }
        return new SettingsChange(schedule, body.has("paused")
                ? Optional.of(body.get("paused").booleanValue())
                : Optional.empty());
    }

    private static Optional<Schedule.SpaceSchedule> schedule(JsonNode sent, List<String> problems) {
        if (sent.has("intervalSeconds") && sent.has("cron")) {
            problems.add("intervalSeconds and cron exclude each other");
        }
        try {
            if (sent.has("cron")) {
                return Optional.of(new Schedule.Cron(sent.get("cron").asText("")));
            }
            if (sent.has("intervalSeconds")) {
                JsonNode seconds = sent.get("intervalSeconds");
                return Optional.of(new Schedule.Every(seconds.isInt() ? seconds.intValue() : 0));
            }
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }
}
