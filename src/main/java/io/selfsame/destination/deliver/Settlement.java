package io.selfsame.destination.deliver;

import io.selfsame.destination.call.CallPlan;
import io.selfsame.destination.send.RetrySchedule;
import io.selfsame.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is noted of the deliveries of a person after they were sent, or not. Thread safe. */
final class Settlement {

    /** Characters of what a receiver said that are kept. */
    private static final int WORDS = 500;

    /** Characters of what was sent that are kept of what failed. */
    private static final int SAMPLE = 4_000;

    private final RetrySchedule retries;

    Settlement(RetrySchedule retries) {
        this.retries = retries;
    }

    /** Properties by the key of a delivery, which are counted; those that stay as they are have none. */
    Map<String, Map<String, Object>> of(Person person, Instant now, Tally tally) {
        Map<String, Map<String, Object>> all = new HashMap<>();
        List<CallPlan.Step> steps = person.steps();
        Optional<Instant> later = Optional.empty();
        for (int i = 0; i < steps.size(); i++) {
            CallPlan.Step step = steps.get(i);
            if (!person.waits(i)) {
                count(person, step, now, tally);
                all.put(step.change().key(), ended(person, step, now));
                continue;
            }
            if (later.isPresent()) {
                // In order: not before the one that is tried again.
                all.put(step.change().key(), waits(later.get()));
                continue;
            }
            if (person.waiting().isEmpty()) {
                if (!person.done(step).equals(step.change().done())) {
                    all.put(step.change().key(), new HashMap<>(Map.of("done", List.copyOf(person.done(step)))));
                }
                break;
            }
            Person.Waiting waiting = person.waiting().get();
            later = retries.next(step.change().attempts() + 1, waiting.after()).map(now::plus);
            Map<String, Object> properties = later.isPresent() ? waits(later.get()) : failed(step, waiting.words(), now);
            properties.put("attempts", step.change().attempts() + 1);
            properties.put("done", List.copyOf(person.done(step)));
            properties.put("reason", shortened(waiting.words(), WORDS));
            all.put(step.change().key(), properties);
            if (later.isPresent()) {
                tally.retried();
            } else {
                tally.failed();
                // What comes after it is due, and found by the next read.
                break;
            }
        }
        return all;
    }

    private static void count(Person person, CallPlan.Step step, Instant now, Tally tally) {
        switch (step) {
            case CallPlan.Step.Send send -> {
                if (person.refusal(step).isPresent()) {
                    tally.failed();
                } else {
                    tally.delivered(Duration.between(step.change().at(), now));
                }
            }
            case CallPlan.Step.Superseded superseded -> tally.superseded();
            case CallPlan.Step.Filtered filtered -> tally.filtered();
        }
    }

    /** Of one that is due later. */
    static Map<String, Object> waits(Instant until) {
        return new HashMap<>(Map.of("due", until.atZone(ZoneOffset.UTC)));
    }

    /** Of one whose person is not in the graph any more. */
    static Map<String, Object> gone(Instant now) {
        Map<String, Object> properties = status("filtered", "The person is not in the graph any more");
        properties.put("due", null);
        properties.put("doneAt", now.atZone(ZoneOffset.UTC));
        return properties;
    }

    private static Map<String, Object> ended(Person person, CallPlan.Step step, Instant now) {
        Map<String, Object> properties = switch (step) {
            case CallPlan.Step.Send send -> person.refusal(step).map(why -> failed(step, why, now))
                    .orElseGet(() -> delivered(step));
            case CallPlan.Step.Superseded superseded -> status("superseded");
            case CallPlan.Step.Filtered filtered -> status("filtered", filtered.why());
        };
        properties.put("due", null);
        properties.put("done", List.copyOf(person.done(step)));
        properties.put("doneAt", now.atZone(ZoneOffset.UTC));
        return properties;
    }

    private static Map<String, Object> delivered(CallPlan.Step step) {
        Map<String, Object> properties = status("delivered");
        properties.put("reason", null);
        properties.put("attempts", step.change().attempts() + 1);
        return properties;
    }

    private static Map<String, Object> failed(CallPlan.Step step, String why, Instant now) {
        Map<String, Object> properties = status("failed", why);
        properties.put("attempts", step.change().attempts() + 1);
        properties.put("due", null);
        properties.put("doneAt", now.atZone(ZoneOffset.UTC));
        if (step instanceof CallPlan.Step.Send send) {
            List<String> bodies = new ArrayList<>();
            send.rest().forEach(message -> bodies.add(Json.write(message.body())));
            properties.put("sample", shortened(String.join("\n", bodies), SAMPLE));
        }
        return properties;
    }

    private static Map<String, Object> status(String status) {
        return new HashMap<>(Map.of("status", status));
    }

    private static Map<String, Object> status(String status, String why) {
        Map<String, Object> properties = status(status);
        properties.put("reason", shortened(why, WORDS));
        return properties;
    }

    private static String shortened(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }
}
