package io.selfsame.compute;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.column.Columns;
import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.http.HttpError;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ProfileId;
import io.selfsame.identity.RulesStore;
import io.selfsame.json.Json;
import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Filter;
import io.selfsame.query.Operand;
import io.selfsame.query.Query;
import io.selfsame.query.QueryText;
import io.selfsame.space.SpaceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why somebody is in an audience, or has a value: condition by condition, what was found, and which events counted. Thread safe. */
final class Explanations {

    private static final Statement FIND = Statement.of("profile/find");

    /** Events named for one condition; the count is exact all the same. */
    private static final int EVENTS = 20;

    /** Window edges looked at, to find the one that changes the result. */
    private static final int EDGES = 1_000;

    private final Graph graph;
    private final Definitions definitions;
    private final Columns columns;
    private final RulesStore rules;

    Explanations(Graph graph, Definitions definitions, Columns columns, RulesStore rules) {
        this.graph = graph;
        this.definitions = definitions;
        this.columns = columns;
        this.rules = rules;
    }

    /**
     * Explains one result, as of now.
     *
     * @param who {@code type:value}, a segment ID, or {@code group_id:value} of an account
     */
    ObjectNode of(SpaceId space, Registered registered, String who) {
        Definition definition = registered.definition();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var catalog = definitions.enabled(space).catalog().closure(definition);
        var reader = new PeopleReader(graph, catalog, columns.latest(space), rules.current(space).traitPolicies(), now,
                Set.of(Occurrence.MESSAGE_ID));
        List<Subject.Account> accounts = new ArrayList<>();
        Subject subject = switch (definition.level()) {
            case USERS -> person(space, reader, who);
            case ACCOUNTS -> {
                if (!who.startsWith("group_id:")) {
                    throw HttpError.badRequest("validation_error",
                            "It is about accounts: name one, like group_id:acme");
                }
                Subject.Account account = account(reader, space.key(who.substring("group_id:".length())));
                accounts.add(account);
                yield account;
            }
        };
        if (subject instanceof Subject.Person person && catalog.hasAccounts()) {
            person.accounts().forEach(key -> accounts.add(account(reader, key)));
        }
        ObjectNode data = Json.object().put("key", definition.key()).put("id", subject.id()).put("query",
                registered.text()).put("at", now.toString());
        World world = world(catalog, accounts, now);
        Evaluator.Outcome outcome = world.outcome(definition, subject);
        data.set("value", Json.tree(outcome.value().orElse(null)));
        if (subject instanceof Subject.Person person && !definition.needs().isEmpty()) {
            data.put("counts", person.idTypes().stream().anyMatch(definition.needs()::contains));
        }
        Subject seen = subject instanceof Subject.Account account
                ? World.counting(account, definition.needs())
                : subject;
        data.set("explanation", explain(definition.query(),
                Scope.of(new Scope.Asking(now, world, Watch.endless()), seen)));
        change(data, definition, subject, catalog, accounts, outcome);
        return data;
    }

    private static World world(Catalog catalog, List<Subject.Account> accounts, Instant now) {
        var world = new World(catalog, now);
        accounts.forEach(world::add);
        return world;
    }

    private Subject.Person person(SpaceId space, PeopleReader reader, String who) {
        String name = who.startsWith("segment_id:") ? who.substring("segment_id:".length()) : who;
        Map<String, Object> asked = name.startsWith(ProfileId.PREFIX)
                ? Map.of("index", 0, "segmentId", name, "space", space.value())
                : Map.of("index", 0, "key", ExternalId.parse(who).orElseThrow(() -> HttpError.badRequest(
                        "validation_error", "A person is named type:value, like email:a@example.com, or use_…"))
                        .key(space), "space", space.value());
        return graph.read(FIND, Map.of("asked", List.of(asked))).stream()
                .flatMap(row -> reader.people(List.of(row.get("root").asString())).stream())
                .map(PeopleReader.Loaded::subject).findFirst()
                .orElseThrow(() -> HttpError.notFound("Profile was not found."));
    }

    private static Subject.Account account(PeopleReader reader, String key) {
        var found = reader.accounts(List.of(key)).stream().findFirst()
                .orElseThrow(() -> HttpError.notFound("Account was not found."));
        return new Subject.Account(found.key(), found.traits(), reader.people(found.members()).stream()
                .map(PeopleReader.Loaded::subject).toList());
    }

    /** When the result will be another if nothing happens, and what it will be. */
    private static void change(ObjectNode data, Definition definition, Subject subject, Catalog catalog,
            List<Subject.Account> accounts, Evaluator.Outcome outcome) {
        Optional<Instant> at = outcome.next();
        for (int edge = 0; edge < EDGES && at.isPresent(); edge++) {
            Evaluator.Outcome then = world(catalog, accounts, at.get()).outcome(definition, subject);
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

    private static ObjectNode explain(Query query, Scope scope) {
        return switch (query) {
            case Query.Membership(Condition condition) -> explain(condition, scope);
            case Query.Computation(Operand.Reduction reduction) -> {
                ObjectNode part = Json.object().put("computes", QueryText.write(query));
                found(part, reduction, scope);
                yield part;
            }
        };
    }

    private static ObjectNode explain(Condition condition, Scope scope) {
        ObjectNode part = Json.object().put("condition", QueryText.write(new Query.Membership(condition)))
                .put("holds", Evaluator.test(condition).holds(scope));
        switch (condition) {
            case Condition.And(List<Condition> all) -> parts(part.putArray("all"), all, scope);
            case Condition.Or(List<Condition> any) -> parts(part.putArray("any"), any, scope);
            case Condition.Not(Condition inner) -> part.set("not", explain(inner, scope));
            case Condition.AnyUser(Condition inner) -> people(part, inner, scope);
            case Condition.AllUsers(Condition inner) -> people(part, inner, scope);
            case Condition.Is is -> found(part, is.value(), scope);
        }
        return part;
    }

    private static void parts(ArrayNode into, List<Condition> conditions, Scope scope) {
        conditions.forEach(condition -> into.add(explain(condition, scope)));
    }

    private static void people(ObjectNode part, Condition inner, Scope scope) {
        if (scope.subject() instanceof Subject.Account account) {
            ArrayNode people = part.put("people", account.people().size()).putArray("members");
            account.people().stream().limit(EVENTS).forEach(
                    person -> people.add(explain(inner, scope.of(person)).put("id", person.id())));
        }
    }

    private static void found(ObjectNode part, Operand operand, Scope scope) {
        part.set("found", Json.tree(value(operand, scope)));
        if (!(operand instanceof Operand.Reduction reduction)) {
            return;
        }
        List<Condition> conditions = new ArrayList<>();
        List<Filter> others = new ArrayList<>();
        for (Filter filter : reduction.events().filters()) {
            if (filter instanceof Filter.Where(Condition condition)) {
                conditions.add(condition);
            } else {
                others.add(filter);
            }
        }
        List<Occurrence> counted = new EventStream(reduction.events()).of(scope);
        events(part.put("eventsCounted", counted.size()).putArray("events"), counted, conditions, scope);
        if (!conditions.isEmpty()) {
            List<Occurrence> out = new ArrayList<>(
                    new EventStream(new Events(reduction.events().name(), others)).of(scope));
            out.removeAll(counted);
            events(part.put("eventsLeftOut", out.size()).putArray("leftOut"), out, conditions, scope);
        }
    }

    /** The newest of some events, each with what its conditions found: of a funnel, the events around it. */
    private static void events(ArrayNode into, List<Occurrence> events, List<Condition> conditions, Scope scope) {
        events.reversed().stream().limit(EVENTS).forEach(event -> {
            ObjectNode one = into.addObject()
                    .put("message_id", String.valueOf(event.values().get(Occurrence.MESSAGE_ID)))
                    .put("event", event.name()).put("timestamp", event.at().toString());
            if (!conditions.isEmpty()) {
                parts(one.putArray("where"), conditions, scope.at(event, scope.event()));
            }
        });
    }

    private static @Nullable Object value(Operand operand, Scope scope) {
        return Evaluator.expression(operand).value(scope);
    }
}
