package io.selfsame.compute.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.evaluate.Definition;
import io.selfsame.compute.evaluate.EvaluationRun;
import io.selfsame.compute.evaluate.Evaluator;
import io.selfsame.compute.evaluate.MemoryAllowance;
import io.selfsame.compute.evaluate.StoredResults;
import io.selfsame.compute.evaluate.Subject;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What has to be written so that somebody's results are as evaluated. Pure. */
public final class ResultChanges {

    /**
     * A value to be set; JSON null where it is gone.
     *
     * @param owner a person by their root
     */
    public record ResultChange(Owner owner, Definition definition, JsonNode value) {}

    /** Somebody enters an audience, or leaves it. */
    public record MembershipChange(Owner owner, Definition definition, boolean enters) {}

    /**
     * When to look at somebody again.
     *
     * @param at never, if empty
     * @param failed whether it is to try again what failed
     */
    public record NextEvaluation(Owner owner, String definition, Optional<Instant> at, boolean failed) {}

    /** How long until a definition is tried again on somebody of whom it failed, unless something happens before. */
    public static final Duration RETRY = Duration.ofMinutes(10);

    /** Bytes of an element of a list, as it was found and as JSON. */
    private static final int ELEMENT = 40;

    /** Characters of a result that are as much to write as one more result. */
    private static final int CHARACTERS = 4_096;

    private final List<ResultChange> results = new ArrayList<>();
    private final List<MembershipChange> moves = new ArrayList<>();
    private final List<NextEvaluation> dues = new ArrayList<>();
    private final List<ProfileId> strays = new ArrayList<>();
    /** In the order in which the refresh came to them. */
    private final Set<AccountKey> accounts = new LinkedHashSet<>();
    /** What long results are to write besides, in results. */
    private int further;
    private final Map<Definition, String> failures = new LinkedHashMap<>();
    private final Map<Definition, Owner> failedOf = new LinkedHashMap<>();

    /**
     * Compares all results of one subject. Each is an event in memory, and more if it is long.
     *
     * @param allowance for what the results take
     * @throws MemoryAllowance.Exceeded if they take more
     */
    public void add(Subject subject, StoredResults stored, List<Definition> definitions, EvaluationRun run, Instant now,
            MemoryAllowance allowance) {
        for (Definition definition : definitions) {
            Evaluator.Outcome outcome = run.outcome(definition, subject);
            allowance.take(1 + outcome.value().map(ResultChanges::weight).orElse(0L));
            add(subject.id(), stored, definition, outcome, now);
        }
        if (subject instanceof Subject.Account account) {
            accounts.add(account.id());
        }
        // Of definitions that are no more, or disabled.
        Set<String> current = definitions.stream().map(Definition::id).collect(Collectors.toSet());
        stored.due().keySet().stream().filter(id -> !current.contains(id)).forEach(id -> never(subject.id(), id));
        if (stored.strayDue() && subject instanceof Subject.Person person) {
            strays.add(person.id());
        }
    }

    private static int characters(JsonNode value) {
        int characters = value.isTextual() ? value.textValue().length() : 0;
        for (JsonNode element : value) {
            characters += 3 + characters(element);
        }
        return characters;
    }

    /** In events. The texts in a list are those of the events. */
    private static long weight(Object value) {
        return value instanceof List<?> list ? (long) list.size() * ELEMENT / MemoryAllowance.EVENT : 0;
    }

    private void add(Owner owner, StoredResults stored, Definition definition, Evaluator.Outcome outcome,
            Instant now) {
        if (outcome.failure().isPresent()) {
            fail(owner, definition, outcome.failure().get(), now);
            return;
        }
        JsonNode wanted = Json.tree(outcome.value().orElse(null));
        // What says nothing is not worth being written on everybody.
        boolean worthIt = outcome.telling() || stored.hasHeld(definition);
        if (worthIt && !wanted.equals(stored.before(definition))) {
            add(new ResultChange(owner, definition, wanted));
        }
        boolean wasIn = stored.in().contains(definition.id());
        if (definition.isAudience() && wasIn != outcome.isMember()) {
            moves.add(new MembershipChange(owner, definition, !wasIn));
        }
        if (stored.retries().contains(definition.id())) {
            dues.add(new NextEvaluation(owner, definition.id(), outcome.next(), false));
        } else {
            due(owner, definition.id(), Optional.ofNullable(stored.due().get(definition.id())), outcome.next(), now);
        }
    }

    private void add(ResultChange result) {
        results.add(result);
        further += characters(result.value()) / CHARACTERS;
    }

    /** Nobody need be looked at again for a definition. */
    void never(Owner owner, String definition) {
        dues.add(new NextEvaluation(owner, definition, Optional.empty(), false));
    }

    /** Definitions cannot be evaluated for somebody: all stays as it was, and is tried again. */
    void fail(Owner owner, List<Definition> definitions, String why, Instant now) {
        definitions.forEach(definition -> fail(owner, definition, why, now));
    }

    private void fail(Owner owner, Definition definition, String why, Instant now) {
        if (owner instanceof AccountKey account) {
            accounts.add(account);
        }
        if (failures.putIfAbsent(definition, why) == null) {
            failedOf.put(definition, owner);
        }
        dues.add(new NextEvaluation(owner, definition.id(), Optional.of(now.plus(RETRY)), true));
    }

    /** A time that is too early costs one look that finds nothing, so it is left; one that is too late is moved. */
    private void due(Owner owner, String definition, Optional<Instant> before, Optional<Instant> wanted, Instant now) {
        boolean pending = before.filter(now::isBefore).isPresent();
        boolean earlyEnough = pending && wanted.filter(before.orElseThrow()::isAfter).isEmpty();
        if (!earlyEnough && !before.equals(wanted)) {
            dues.add(new NextEvaluation(owner, definition, wanted, false));
        }
    }

    public List<ResultChange> results() {
        return results;
    }

    public List<MembershipChange> moves() {
        return moves;
    }

    public List<NextEvaluation> dues() {
        return dues;
    }

    /** Roots whose children are still to be looked at by themselves. */
    List<ProfileId> strays() {
        return strays;
    }

    /** Definitions that failed of somebody, of whom all stays as it was, and why: the first reason of each. */
    public Map<Definition, String> failures() {
        return failures;
    }

    /** Whom a definition failed of first, as words to go behind the reason. */
    String firstOf(Definition definition) {
        Owner first = failedOf.get(definition);
        return " (first of " + (first == null ? "" : first) + ")";
    }

    /** The owners of changes. */
    Set<Owner> owners() {
        Set<Owner> owners = new LinkedHashSet<>();
        results.forEach(result -> owners.add(result.owner()));
        moves.forEach(move -> owners.add(move.owner()));
        dues.forEach(due -> owners.add(due.owner()));
        owners.addAll(strays);
        return owners;
    }

    /** The same without some owners. */
    ResultChanges without(Set<? extends Owner> some) {
        var rest = new ResultChanges();
        results.stream().filter(result -> !some.contains(result.owner())).forEach(rest::add);
        moves.stream().filter(move -> !some.contains(move.owner())).forEach(rest.moves::add);
        dues.stream().filter(due -> !some.contains(due.owner())).forEach(rest.dues::add);
        strays.stream().filter(owner -> !some.contains(owner)).forEach(rest.strays::add);
        rest.accounts.addAll(accounts);
        rest.failures.putAll(failures);
        rest.failedOf.putAll(failedOf);
        return rest;
    }

    /**
     * The same in parts that are about so many people or accounts at most; none if nothing differs. Accounts come last, those first to
     * which the refresh came last: as long as an account is not as evaluated, it leads to its people and their accounts again, should
     * the run end in between.
     */
    List<ResultChanges> parts(int owners) {
        Set<Owner> inOrder = owners();
        List<AccountKey> lastFirst = accounts.stream().filter(inOrder::contains).toList().reversed();
        inOrder.removeAll(accounts);
        inOrder.addAll(lastFirst);
        Map<Owner, Integer> places = new HashMap<>();
        inOrder.forEach(owner -> places.put(owner, places.size()));
        List<ResultChanges> parts = new ArrayList<>();
        results.forEach(result -> part(parts, places, result.owner(), owners).add(result));
        moves.forEach(move -> part(parts, places, move.owner(), owners).moves.add(move));
        dues.forEach(due -> part(parts, places, due.owner(), owners).dues.add(due));
        strays.forEach(owner -> part(parts, places, owner, owners).strays.add(owner));
        accounts.stream().filter(places::containsKey)
                .forEach(owner -> part(parts, places, owner, owners).accounts.add(owner));
        // Whoever fails is due again, so there is a part, unless they were left out.
        if (!failures.isEmpty() && !parts.isEmpty()) {
            parts.getFirst().failures.putAll(failures);
            parts.getFirst().failedOf.putAll(failedOf);
        }
        return parts;
    }

    private static ResultChanges part(List<ResultChanges> parts, Map<Owner, Integer> places, Owner owner,
            int owners) {
        int place = places.getOrDefault(owner, 0) / owners;
        while (parts.size() <= place) {
            parts.add(new ResultChanges());
        }
        return parts.get(place);
    }

    /** How much there is to write. */
    int size() {
        return results.size() + moves.size() + dues.size() + strays.size() + further;
    }

    boolean changesResults() {
        return !results.isEmpty() || !moves.isEmpty();
    }

    /** How many results of some definitions it changes: a membership and the trait that says so are one. */
    long size(Predicate<Definition> some) {
        return Stream.concat(results.stream().filter(result -> some.test(result.definition()))
                .map(result -> Map.entry(result.owner(), result.definition().id())),
                moves.stream().filter(move -> some.test(move.definition()))
                        .map(move -> Map.entry(move.owner(), move.definition().id())))
                .distinct().count();
    }

    /** The accounts of which a result changes. */
    Set<AccountKey> changedAccounts() {
        return results.stream().map(ResultChange::owner).filter(AccountKey.class::isInstance)
                .map(AccountKey.class::cast)
                .collect(Collectors.toSet());
    }
}
