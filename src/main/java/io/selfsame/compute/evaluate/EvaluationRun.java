package io.selfsame.compute.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.column.EventColumn;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.json.Json;
import io.selfsame.query.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates definitions for loaded people and accounts at one instant, and remembers the results. A definition that depends on
 * another gets its result here, and changes at the latest when that result does. Not thread safe.
 */
public final class EvaluationRun implements EvaluationContext.TraitLookup {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Nanoseconds; a shorter evaluation is not counted, as all definitions together take less than a second then. */
    private static final long SLOW = 1_000_000;

    /** Characters of JSON that are written in the time of a step. */
    private static final int WRITTEN = 500;

    /** Values that a path passes in the time of a step. */
    private static final int WALKED = 4;

    /** Characters of a result, as JSON: all results of a person are written in one transaction. */
    static final int LONGEST_RESULT = 100_000;

    /** Events of which something is remembered, in a 64th of the heap; see {@link MatchCache}. */
    private static final long REMEMBERED = Runtime.getRuntime().maxMemory() / 64 / 8;

    private final EvaluationPlan plan;
    private final Instant now;
    private final RunControl control;
    private AccountMemberships known = new AccountMemberships();
    private final Map<AccountKey, Subject.Account> accounts = new HashMap<>();
    private final Map<AccountKey, Set<String>> storedAudiences = new HashMap<>();

    /** By the id of the definition. */
    private final Map<String, Map<Owner, Evaluator.Outcome>> outcomes = new HashMap<>();

    /** Nanoseconds of evaluation, and the depth of nested evaluations: a definition evaluates what it depends on. */
    private final Map<Owner, Long> spent = new HashMap<>(0);
    private int depth;
    private long remembered;

    /** How many values there are in traits that are arrays or objects. */
    private final IdentityHashMap<JsonNode, Integer> sizes = new IdentityHashMap<>();

    EvaluationRun(EvaluationPlan plan, Instant now) {
        this(plan, now, RunControl.endless());
    }

    /**
     * A run for one instant, without people and accounts yet.
     *
     * @param control of the run that this is a part of
     */
    public EvaluationRun(EvaluationPlan plan, Instant now, RunControl control) {
        this.plan = plan;
        this.now = now;
        this.control = control;
    }

    /** Adds the audiences of accounts that are not loaded, as evaluated before. */
    public EvaluationRun knowing(AccountMemberships memberships) {
        known = memberships;
        return this;
    }

    public void add(Subject.Account account) {
        accounts.put(account.id(), account);
    }

    /** Adds the stored audiences of an account that is not loaded. */
    public void addStored(AccountKey account, Set<String> audienceIds) {
        storedAudiences.put(account, audienceIds);
    }

    Optional<Subject.Account> account(AccountKey key) {
        return Optional.ofNullable(accounts.get(key));
    }

    /** Whether an account that is not loaded is in an audience, as far as is known. */
    boolean isKnownIn(Definition audience, AccountKey key) {
        return known.isIn(audience, key) || storedAudiences.getOrDefault(key, Set.of()).contains(audience.id());
    }

    public Evaluator.Outcome outcome(Definition definition, Subject subject) {
        var known = outcomes.computeIfAbsent(definition.id(), id -> new HashMap<>());
        Evaluator.Outcome outcome = known.get(subject.id());
        if (outcome == null) {
            outcome = inTime(definition, subject);
            known.put(subject.id(), outcome);
        }
        return outcome;
    }

    /** Limits the time of all definitions of one person or account: after that the other definitions fail. */
    private Evaluator.Outcome inTime(Definition definition, Subject subject) {
        if (depth > 0) {
            return attempt(definition, subject);
        }
        long before = spent.getOrDefault(subject.id(), 0L);
        if (before > LONGEST.toNanos()) {
            return Evaluator.Outcome.failed("It was not evaluated: the definitions before it took longer than "
                    + LONGEST.toSeconds() + " s of this person or account together, which is the limit");
        }
        long began = System.nanoTime();
        depth++;
        try {
            return attempt(definition, subject);
        } finally {
            depth--;
            long took = System.nanoTime() - began;
            if (took > SLOW) {
                spent.put(subject.id(), before + took);
            }
        }
    }

    /** A definition that fails for a person must not stop the others. */
    private Evaluator.Outcome attempt(Definition definition, Subject subject) {
        try {
            Evaluator.Outcome outcome = evaluate(definition, subject);
            if (outcome.value().filter(value -> Evaluator.Outcome.characters(value) > LONGEST_RESULT).isPresent()) {
                throw new RunControl.EvaluationFailure(
                        "has a result of more than " + LONGEST_RESULT + " characters, which is the limit");
            }
            return outcome;
        } catch (RunControl.RunEnded e) {
            throw e;
        } catch (DependencyFailed e) {
            return Evaluator.Outcome.failed(String.valueOf(e.getMessage()));
        } catch (RunControl.EvaluationFailure e) {
            control.failed(definition, subject, e);
            return Evaluator.Outcome.failed("It " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            control.failed(definition, subject, e);
            return Evaluator.Outcome.failed(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** Thrown by a definition that depends on a failed one. */
    static final class DependencyFailed extends RuntimeException {

        private static final long serialVersionUID = 1;

        DependencyFailed(Definition on, String why) {
            super("It depends on '" + on.key() + "', which failed: " + why, null, false, false);
        }
    }

    private Evaluator.Outcome dependency(Definition definition, Subject subject) {
        Evaluator.Outcome outcome = outcome(definition, subject);
        outcome.failure().ifPresent(why -> {
            throw new DependencyFailed(definition, why);
        });
        return outcome;
    }

    @Override
    public ZoneId zone() {
        return plan.zone();
    }

    @Override
    public EvaluationPlan.ValueList list(String key) {
        return plan.around().list(key);
    }

    @Override
    public void remember(int events) {
        remembered += events;
        if (remembered > REMEMBERED) {
            throw new RunControl.EvaluationFailure("has conditions inside where(..) that ask about more than "
                    + REMEMBERED
                    + " events in all, which is the limit: make them fewer, or give their event(..) no filters but windows");
        }
    }

    private Evaluator.Outcome evaluate(Definition definition, Subject subject) {
        long before = remembered;
        try {
            return switch (subject) {
                case Subject.Person person -> person.counts(definition.needs())
                        ? plan.evaluator(definition).evaluate(person, now, this, control)
                        : Evaluator.Outcome.of(definition.isAudience() ? Optional.of(false) : Optional.empty());
                case Subject.Account account -> plan.evaluator(definition)
                        .evaluate(account.counting(definition.needs()), now, this, control);
            };
        } finally {
            remembered = before;
        }
    }

    @Override
    public @Nullable Object trait(EvaluationContext context, Path path) {
        if (!(path.steps().getFirst() instanceof Path.Name(String key))) {
            return null;
        }
        return switch (context.subject()) {
            case Subject.Person person -> {
                Optional<Definition> own = plan.ofUsers(key);
                Optional<Definition> theirs = plan.ofAccounts(key).filter(Definition::isAudience);
                if (own.isPresent()) {
                    yield result(context, own.get(), person, path);
                }
                if (theirs.isPresent()) {
                    yield path.steps().size() > 1 ? null : isIn(context, person, theirs.get());
                }
                yield custom(context, person, key, path);
            }
            case Subject.Account account -> {
                Optional<Definition> own = plan.ofAccounts(key);
                yield own.isPresent() ? result(context, own.get(), account, path) : custom(context, account, key, path);
            }
        };
    }

    private @Nullable Object result(EvaluationContext context, Definition definition, Subject subject, Path path) {
        Evaluator.Outcome outcome = dependency(definition, subject);
        outcome.next().ifPresent(context.clock()::changesAt);
        Object found = outcome.value().orElse(null);
        context.clock().steps(found instanceof List<?> list ? list.size() / WALKED + textSteps(list) : 0);
        return found == null ? null : within(Json.tree(found), path);
    }

    private static long textSteps(List<?> list) {
        return list.stream().mapToLong(one -> one instanceof String text ? text.length() : 0).sum() / WRITTEN;
    }

    private boolean isIn(EvaluationContext context, Subject.Person person, Definition audience) {
        person.unreadable().requireTrait(person.id(), audience.key());
        context.clock().steps(person.accounts().size());
        boolean in = false;
        for (AccountKey key : person.accounts()) {
            Subject.Account account = accounts.get(key);
            if (account == null) {
                if (known.hasFailed(audience, key)) {
                    throw new DependencyFailed(audience, "of the account " + key);
                }
                in |= isKnownIn(audience, key);
            } else {
                Evaluator.Outcome outcome = dependency(audience, account);
                outcome.next().ifPresent(context.clock()::changesAt);
                in |= outcome.isMember();
            }
        }
        return in;
    }

    private @Nullable Object custom(EvaluationContext context, Subject subject, String key, Path path) {
        subject.unreadable().requireTrait(subject.id(), key);
        JsonNode trait = subject.traits().get(key);
        if (trait == null) {
            return null;
        }
        if (trait.isContainerNode()) {
            // Even a path that leads to no value has to pass all of them.
            context.clock().steps(sizes.computeIfAbsent(trait, EvaluationRun::size) / WALKED);
        }
        Object value = within(trait, path);
        if (value instanceof String text) {
            // An array or an object is written anew each time.
            context.clock().steps(text.length() / WRITTEN);
        }
        return value;
    }

    private static int size(JsonNode value) {
        int size = 1;
        for (JsonNode part : value) {
            size += size(part);
        }
        return size;
    }

    /** What the steps behind the trait's key lead to. */
    private static @Nullable Object within(JsonNode value, Path path) {
        List<Path.Step> rest = path.steps().subList(1, path.steps().size());
        return rest.isEmpty()
                ? EventColumn.scalar(value).orElse(null)
                : EventColumn.at(value, new Path(rest)).orElse(null);
    }
}
