package io.selfsame.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.error.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What people say about when a job runs. Immutable.
 *
 * @param schedule empty: as the service has it
 * @param paused whether it runs only when asked to
 */
record JobSettings(Optional<Schedule.SpaceSchedule> schedule, boolean paused) {

    /** A wish to change some of them. */
    record SettingsChange(Optional<Schedule.SpaceSchedule> schedule, Optional<Boolean> paused) {}

    JobSettings with(SettingsChange change) {
        return new JobSettings(change.schedule().or(() -> schedule), change.paused().orElse(paused));
    }

    /**
     * Reads a change: {@code {"intervalSeconds":5}}, {@code {"cron":"0 0 3 * * ?"}}, {@code {"paused":true}}.
     *
     * @throws Invalid with every problem, one after another
     */
    static SettingsChange read(JsonNode body) {
        List<String> problems = new ArrayList<>();
        body.fieldNames().forEachRemaining(name -> {
            if (!Set.of("intervalSeconds", "cron", "paused").contains(name)) {
                problems.add("unknown field \"" + name + "\"");
            }
        });
        if (!body.isObject() || body.isEmpty()) {
            problems.add("send {\"intervalSeconds\":5}, {\"cron\":\"0 0 3 * * ?\"} or {\"paused\":true}");
        }
        if (body.has("intervalSeconds") && body.has("cron")) {
            problems.add("intervalSeconds and cron exclude each other");
        }
        Optional<Schedule.SpaceSchedule> schedule = Optional.empty();
        try {
            if (body.has("intervalSeconds")) {
                JsonNode seconds = body.get("intervalSeconds");
                schedule = Optional.of(new Schedule.Every(seconds.isInt() ? seconds.intValue() : 0));
            }
            if (body.has("cron")) {
                schedule = Optional.of(new Schedule.Cron(body.get("cron").asText("")));
            }
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
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
}
