package io.selfsame.destination.deliver;

import io.selfsame.destination.call.Message;
import io.selfsame.destination.call.Step;
import io.selfsame.destination.send.RetrySchedule;
import io.selfsame.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is noted of the deliveries of a person after they were sent, or not. Thread safe. */
final class Settlement {

    /** Characters of what a receiver said that are kept. */
    private static final int WORDS = 500;

    /** Characters of what was sent that are kept of what failed. */
    private static final int SAMPLE = 4_000;

    /**
     * What is noted of a delivery.
     *
     * @param again until its next attempt; the database's clock counts
     * @param properties of its node; null takes one off
     */
    record Settled(Optional<Duration> again, Map<String, Object> properties) {

        static Settled of(Map<String, Object> properties) {
            return new Settled(Optional.empty(), properties);
        }
    }

    private final RetrySchedule retries;

    Settlement(RetrySchedule retries) {
        this.retries = retries;
    }

    /** By the key of a delivery, and counted; those that stay as they are have nothing. */
    Map<String, Settled> of(Person person, Instant now, Tally tally) {
        Map<String, Settled> all = new HashMap<>();
        for (int i = 0; i < person.steps().size(); i++) {
            Step step = person.steps().get(i);
            if (!person.waits(i)) {
                count(person, step, now, tally);
                all.put(step.change().key(), Settled.of(ended(person, step, now)));
            } else {
                // Those after it are found with it again.
                waiting(person, step, now, tally).ifPresent(settled -> all.put(step.change().key(), settled));
                return all;
            }
        }
        return all;
    }

    private Optional<Settled> waiting(Person person, Step step, Instant now, Tally tally) {
        boolean further = !person.done(step).equals(step.change().done());
        if (person.waiting().isEmpty()) {
            return further
                    ? Optional.of(Settled.of(new HashMap<>(Map.of("done", List.copyOf(person.done(step))))))
                    : Optional.empty();
        }
        Person.Waiting waiting = person.waiting().get();
        // Of many messages each attempt may get some further.
        int attempts = further ? 1 : step.change().attempts() + 1;
        Optional<Duration> again = retries.next(attempts, waiting.outcome().after());
        boolean asked = waiting.outcome().after().filter(least -> !least.isZero()).isPresent();
        if (again.isPresent()) {
            tally.retried();
        } else {
            tally.failed();
        }
        Map<String, Object> properties = again.isPresent()
                ? new HashMap<>()
                : failed(step, waiting.outcome().reason(), waiting.outcome().response(), now);
        properties.put("attempts", attempts);
        properties.put("done", List.copyOf(person.done(step)));
        properties.put("reason", shortened(waiting.outcome().reason(), WORDS));
        properties.put("response", response(waiting.outcome().response()));
        properties.put("asked", (asked && again.isPresent()) ? true : null);
        if (step instanceof Step.Send send && send.news()) {
            properties.put("tried", send.messages().stream().map(Message::address).distinct().toList());
        }
        return Optional.of(new Settled(again, properties));
    }

    private static void count(Person person, Step step, Instant now, Tally tally) {
        switch (step) {
            case Step.Send send -> {
                if (person.refusal(step).isPresent()) {
                    tally.failed();
                } else {
                    tally.delivered(Duration.between(step.change().notedAt(), now));
                }
            }
            case Step.Superseded superseded -> tally.superseded();
            case Step.Filtered filtered -> tally.filtered();
        }
    }

    /** Of one whose person is not in the graph any more. */
    static Settled gone(Instant now) {
        Map<String, Object> properties = status("filtered", "The person is not in the graph any more");
        properties.put("due", null);
        properties.put("doneAt", now.atZone(ZoneOffset.UTC));
        return Settled.of(properties);
    }

    private static Map<String, Object> ended(Person person, Step step, Instant now) {
        Map<String, Object> properties = switch (step) {
            case Step.Send send ->
                person.refusal(step).map(why -> failed(step, why.reason(), why.response(), now))
                        .orElseGet(() -> delivered(step));
            case Step.Superseded superseded -> status("superseded");
            case Step.Filtered filtered -> status("filtered", filtered.why());
        };
        properties.put("due", null);
        properties.put("asked", null);
        properties.put("done", List.copyOf(person.done(step)));
        properties.put("doneAt", now.atZone(ZoneOffset.UTC));
        return properties;
    }

    private static Map<String, Object> delivered(Step step) {
        Map<String, Object> properties = status("delivered");
        properties.put("reason", null);
        properties.put("response", null);
        properties.put("attempts", step.change().attempts() + 1);
        return properties;
    }

    private static Map<String, Object> failed(Step step, String why, String response, Instant now) {
        Map<String, Object> properties = status("failed", why);
        properties.put("attempts", step.change().attempts() + 1);
        properties.put("response", response(response));
        properties.put("due", null);
        properties.put("doneAt", now.atZone(ZoneOffset.UTC));
        if (step instanceof Step.Send send) {
            properties.put("sample", sample(send));
        }
        return properties;
    }

    private static String sample(Step.Send send) {
        var sample = new StringBuilder();
        for (Message message : send.rest()) {
            if (sample.length() > SAMPLE) {
                break;
            }
            sample.append(sample.isEmpty() ? "" : "\n").append(Json.write(message.body()));
        }
        return shortened(sample.toString(), SAMPLE);
    }

    private static Map<String, Object> status(String status) {
        return new HashMap<>(Map.of("status", status));
    }

    private static Map<String, Object> status(String status, String why) {
        Map<String, Object> properties = status(status);
        properties.put("reason", shortened(why, WORDS));
        return properties;
    }

    private static @Nullable String response(String text) {
        return text.isEmpty() ? null : shortened(text, WORDS);
    }

    private static String shortened(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }
}
