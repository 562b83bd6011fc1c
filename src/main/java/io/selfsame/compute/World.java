package io.selfsame.compute;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.column.Column;
import io.selfsame.json.Json;
import io.selfsame.query.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * People and accounts as loaded, and what definitions say of them at one instant. A definition that stands on another asks for
 * its result here, and takes over its next change. Not thread safe.
 */
final class World implements Scope.References {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Nanoseconds that are not worth being counted: all definitions together take a fraction of a second then. */
    private static final long SLOW = 1_000_000;

    /** Characters of JSON that are written in the time of a step. */
    private static final int WRITTEN = 500;

    /** Values that a path leads over in the time of a step. */
    private static final int WALKED = 4;

    /** Characters of a result, as JSON: all results of somebody are written together. */
    static final int LONGEST_RESULT = 100_000;

    /** Events of which something is remembered, in a 64th of the heap; see {@link Truths}. */
    private static final long REMEMBERED = Runtime.getRuntime().maxMemory() / 64 / 8;

    private final Catalog catalog;
    private final Instant now;
    private final Watch watch;
    private Memberships known = new Memberships();
    private final Map<String, Subject.Account> accounts = new HashMap<>();
    private final Map<String, Set<String>> storedAudiences = new HashMap<>();
    private final Map<String, Map<String, Evaluator.Outcome>> outcomes = new HashMap<>();

    /** Nanoseconds that were spent on somebody, and whether something is being evaluated, and with it what it stands on. */
    private final Map<String, Long> spent = new HashMap<>(0);
    private int depth;
    private long remembered;

    /** How many values there are in traits that are arrays or objects. */
    private final IdentityHashMap<JsonNode, Integer> sizes = new IdentityHashMap<>();

    World(Catalog catalog, Instant now) {
        this(catalog, now, Watch.endless());
    }

    /** @param watch of the run that this is a part of */
    World(Catalog catalog, Instant now, Watch watch) {
        this.catalog = catalog;
        this.now = now;
        this.watch = watch;
    }

    /** The audiences of accounts that are not loaded, as worked out before. */
    World knowing(Memberships memberships) {
        known = memberships;
        return this;
    }

    void add(Subject.Account account) {
        accounts.put(account.id(), account);
    }

    /** The audiences of an account that is not loaded: as they were found the last time. */
    void addStored(String account, Set<String> audienceIds) {
        storedAudiences.put(account, audienceIds);
    }

    Evaluator.Outcome outcome(Definition definition, Subject subject) {
        var known = outcomes.computeIfAbsent(definition.id(), id -> new HashMap<>());
        Evaluator.Outcome outcome = known.get(subject.id());
        if (outcome == null) {
            outcome = inTime(definition, subject);
            known.put(subject.id(), outcome);
        }
        return outcome;
    }

    /** All definitions together take so long of somebody, and no longer; of those that are left they fail. */
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

    /** One definition that fails of somebody must not keep the others from being evaluated. */
    private Evaluator.Outcome attempt(Definition definition, Subject subject) {
        try {
            Evaluator.Outcome outcome = evaluate(definition, subject);
            if (outcome.value().filter(value -> Evaluator.Outcome.characters(value) > LONGEST_RESULT).isPresent()) {
                throw new Watch.Failure(
                        "has a result of more than " + LONGEST_RESULT + " characters, which is the limit");
            }
            return outcome;
        } catch (Watch.Ended e) {
            throw e;
        } catch (Stands e) {
            return Evaluator.Outcome.failed(String.valueOf(e.getMessage()));
        } catch (Watch.Failure e) {
            watch.failed(definition, subject, e);
            return Evaluator.Outcome.failed("It " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            watch.failed(definition, subject, e);
            return Evaluator.Outcome.failed(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** Thrown by a definition that stands on a failed one. */
    private static final class Stands extends RuntimeException {

        private static final long serialVersionUID = 1;

        Stands(Definition on, String why) {
            super("It stands on '" + on.key() + "', which failed: " + why, null, false, false);
        }
    }

    private Evaluator.Outcome standingOn(Definition definition, Subject subject) {
        Evaluator.Outcome outcome = outcome(definition, subject);
        outcome.failure().ifPresent(why -> {
            throw new Stands(definition, why);
        });
        return outcome;
    }

    @Override
    public void remember(int events) {
        remembered += events;
        if (remembered > REMEMBERED) {
            throw new Watch.Failure("has conditions inside where(..) that ask about more than " + REMEMBERED
                    + " events in all, which is the limit: make them fewer, or give their event(..) no filters but windows");
        }
    }

    private Evaluator.Outcome evaluate(Definition definition, Subject subject) {
        long before = remembered;
        try {
            return evaluateAlone(definition, subject);
        } finally {
            remembered = before;
        }
    }

    private Evaluator.Outcome evaluateAlone(Definition definition, Subject subject) {
        return switch (subject) {
            case Subject.Person person -> definition.needs().isEmpty()
                    || person.idTypes().stream().anyMatch(definition.needs()::contains)
                            ? catalog.evaluator(definition).evaluate(person, now, this, watch)
                            : Evaluator.Outcome.of(definition.isAudience() ? Optional.of(false) : Optional.empty());
            case Subject.Account account ->
                catalog.evaluator(definition).evaluate(counting(account, definition.needs()),
                        now, this, watch);
        };
    }

    /** The account with those of its people who count. */
    static Subject.Account counting(Subject.Account account, Set<String> needs) {
        return needs.isEmpty()
                ? account
                : new Subject.Account(account.id(), account.traits(), account.people().stream()
                        .filter(person -> person.idTypes().stream().anyMatch(needs::contains)).toList(),
                        account.gaps());
    }

    @Override
    public @Nullable Object trait(Scope scope, Path path) {
        if (!(path.steps().getFirst() instanceof Path.Name(String key))) {
            return null;
        }
        return switch (scope.subject()) {
            case Subject.Person person -> {
                Optional<Definition> own = catalog.ofUsers(key);
                Optional<Definition> theirs = catalog.ofAccounts(key).filter(Definition::isAudience);
                if (own.isPresent()) {
                    yield result(scope, own.get(), person, path);
                }
                if (theirs.isPresent()) {
                    yield path.steps().size() > 1 ? null : isIn(scope, person, theirs.get());
                }
                yield custom(scope, person, key, path);
            }
            case Subject.Account account -> {
                Optional<Definition> own = catalog.ofAccounts(key);
                yield own.isPresent() ? result(scope, own.get(), account, path) : custom(scope, account, key, path);
            }
        };
    }

    private @Nullable Object result(Scope scope, Definition definition, Subject subject, Path path) {
        Evaluator.Outcome outcome = standingOn(definition, subject);
        outcome.next().ifPresent(scope.asking()::changesAt);
        Object found = outcome.value().orElse(null);
        scope.asking().steps(found instanceof List<?> list ? list.size() / WALKED + textSteps(list) : 0);
        return found == null ? null : within(Json.tree(found), path);
    }

    private static long textSteps(List<?> list) {
        return list.stream().mapToLong(one -> one instanceof String text ? text.length() : 0).sum() / WRITTEN;
    }

    private boolean isIn(Scope scope, Subject.Person person, Definition audience) {
        person.gaps().requireTrait(person.id(), audience.key());
        scope.asking().steps(person.accounts().size());
        boolean in = false;
        for (String key : person.accounts()) {
            Subject.Account account = accounts.get(key);
            if (account == null) {
                if (known.hasFailed(audience, key)) {
                    throw new Stands(audience, "of the account " + key);
                }
                in |= known.isIn(audience, key)
                        || storedAudiences.getOrDefault(key, Set.of()).contains(audience.id());
            } else {
                Evaluator.Outcome outcome = standingOn(audience, account);
                outcome.next().ifPresent(scope.asking()::changesAt);
                in |= outcome.isMember();
            }
        }
        return in;
    }

    private @Nullable Object custom(Scope scope, Subject subject, String key, Path path) {
        subject.gaps().requireTrait(subject.id(), key);
        JsonNode trait = subject.traits().get(key);
        if (trait == null) {
            return null;
        }
        if (trait.isContainerNode()) {
            // The way through it may lead to nothing.
            scope.asking().steps(sizes.computeIfAbsent(trait, World::size) / WALKED);
        }
        Object value = within(trait, path);
        if (value instanceof String text) {
            // An array or an object is written anew each time.
            scope.asking().steps(text.length() / WRITTEN);
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
        return rest.isEmpty() ? Column.scalar(value).orElse(null) : Column.at(value, new Path(rest)).orElse(null);
    }
}
