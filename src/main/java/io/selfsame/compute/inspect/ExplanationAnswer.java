package io.selfsame.compute.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.compute.definition.SavedDefinition;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationContext;
import io.selfsame.compute.evaluate.EvaluationPlan;
import io.selfsame.compute.evaluate.EvaluationRun;
import io.selfsame.compute.evaluate.Evaluator;
import io.selfsame.compute.evaluate.Explanation;
import io.selfsame.compute.evaluate.RunControl;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.http.HttpError;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The answer to one explanation, as JSON: the value, the tree of conditions, and when the value changes if nothing happens.
 *
 * @param now the instant of evaluation
 */
record ExplanationAnswer(SavedDefinition saved, EvaluationPlan plan, Instant now, RunControl control,
        ExplainedSubject explained) {

    /** How long the instant is looked for at which the result changes. */
    private static final Duration LOOKING_AHEAD = Duration.ofSeconds(3);

    /** Ends of windows that are tried to find it. */
    private static final int EDGES = 1_000;

    /** @throws HttpError if the evaluation fails */
    ObjectNode build() {
        Definition definition = saved.definition();
        Subject subject = explained.subject();
        ObjectNode data = Json.object().put("key", definition.key()).put("id", name(subject.id())).put("query",
                saved.text()).put("at", now.toString());
        EvaluationRun run = explained.run(plan, now, control);
        Evaluator.Outcome outcome = run.outcome(definition, subject);
        outcome.failure().ifPresent(why -> {
            throw HttpError.unprocessable("evaluation_failed", why);
        });
        data.set("value", Json.tree(outcome.value().orElse(null)));
        if (subject instanceof Subject.Person person && !definition.needs().isEmpty()) {
            data.put("counts", person.counts(definition.needs()));
        }
        Subject seen = subject instanceof Subject.Account account
                ? account.counting(definition.needs())
                : subject;
        data.set("explanation", new Explanation(plan, run).of(definition.query(),
                EvaluationContext.of(new EvaluationContext.EvaluationClock(now, run, control), seen)));
        if (!explained.stored().isEmpty() || !explained.others().isEmpty()) {
            var stored = data.putArray("accountsAsOfLastRefresh");
            explained.stored().forEach(account -> stored.add(account.key().groupId()));
            explained.others().keySet().stream().sorted().forEach(key -> stored.add(key.groupId()));
        }
        change(data, outcome);
        return data;
    }

    /** The segment ID of a person, the group ID of an account. */
    private static String name(Owner owner) {
        return switch (owner) {
            case ProfileId person -> person.value();
            case AccountKey account -> account.groupId();
        };
    }

    /** When the result changes if nothing happens, and what it is then. */
    private void change(ObjectNode data, Evaluator.Outcome outcome) {
        var soon = RunControl.of(LOOKING_AHEAD, "");
        Optional<Instant> at = outcome.next();
        for (int edge = 0; edge < EDGES && at.isPresent(); edge++) {
            Evaluator.Outcome then;
            try {
                control.check();
                soon.check();
                then = explained.run(plan, at.get(), soon).outcome(saved.definition(), explained.subject());
            } catch (RunControl.RunEnded e) {
                control.check();
                break;
            }
            if (then.failure().isPresent()) {
                break;
            }
            if (!then.value().equals(outcome.value())) {
                data.putObject("changes").put("at", at.get().toString()).set("value",
                        Json.tree(then.value().orElse(null)));
                return;
            }
            at = then.next();
        }
        if (at.isPresent()) {
            data.putObject("changes").put("notBefore", at.get().toString());
        } else {
            data.putNull("changes");
        }
    }
}
