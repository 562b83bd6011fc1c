package io.selfsame.query.cypher;

import io.selfsame.query.Query;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whom a statement looks at: the clauses it begins with. Not thread safe. */
final class Subjects {

    private final Names names;
    private final Target target;

    Subjects(Names names, Target target) {
        this.names = names;
        this.target = target;
    }

    /** Binds the segment IDs of all profiles of a person. */
    static String owners(ConditionScope.ScopeSubject subject) {
        return "WITH %1$s, COLLECT { MATCH (%1$s)<-[:CANONICAL*0..1]-(profile) RETURN profile.segmentId } AS %2$s"
                .formatted(subject.node(), subject.owners());
    }

    /** A statement up to where its subject and what belongs to it are bound. */
    record Begun(ConditionScope.ScopeSubject subject, Clauses clauses, String index) {}

    Begun begin(Query query) {
        return switch (target.level()) {
            case USERS -> people(Seeds.of(query));
            case ACCOUNTS -> accounts(Seeds.of(query));
        };
    }

    private Begun people(Optional<List<Seeds.Seed>> seeds) {
        var subject = ConditionScope.ScopeSubject.person(names.fresh("person"), names.fresh("owners"));
        Clauses clauses;
        String index;
        if (target.only().isPresent()) {
            clauses = new Clauses("UNWIND " + names.parameter("people", target.only().get()) + " AS segmentId");
            clauses.then("MATCH (person:Profile {segmentId: segmentId})");
            clauses.and("person.space = $space");
            clauses.and("NOT EXISTS { (person)-[:CANONICAL]->() }");
            index = "Profile(segmentId)";
        } else if (seeds.isPresent()) {
            clauses = new Clauses(seeds(seeds.get()));
            clauses.then("WITH DISTINCT coalesce(root, owner) AS person");
            index = "Event(space, name, timestamp)";
        } else {
            clauses = new Clauses("MATCH (person:Profile)");
            clauses.and("person.space = $space AND person.segmentId IS NOT NULL");
            clauses.and("NOT EXISTS { (person)-[:CANONICAL]->() }");
            index = "Profile(space, segmentId)";
        }
        clauses.then(owners(subject));
        if (!target.needs().isEmpty()) {
            clauses.and(counts("person"));
        }
        return new Begun(subject, clauses, index);
    }

    /** A person has an external ID of a type that counts. */
    private String counts(String person) {
        return counts(person, target.needs(), names);
    }

    static String counts(String person, Set<String> types, Names names) {
        return "EXISTS { (" + person + ")<-[:CANONICAL*0..1]-()<-[:IDENTIFIES]-(id:ExternalId) WHERE id.type IN "
                + names.parameter("idTypes", types.stream().sorted().toList()) + " }";
    }

    private Begun accounts(Optional<List<Seeds.Seed>> seeds) {
        var subject = ConditionScope.ScopeSubject.account(names.fresh("account"), names.fresh("owners"),
                names.fresh("people"));
        Clauses clauses;
        String index;
        if (target.only().isPresent()) {
            clauses = new Clauses("UNWIND " + names.parameter("accounts", target.only().get()) + " AS groupId");
            clauses.then("MATCH (account:Account {key: $space + '/' + groupId})");
            index = "Account(key)";
        } else if (seeds.isPresent()) {
            clauses = new Clauses(seeds(seeds.get()));
            clauses.then("WITH DISTINCT coalesce(root, owner) AS one");
            clauses.then("MATCH (one)<-[:CANONICAL*0..1]-()-[:MEMBER_OF]->(member:Account)");
            clauses.then("WITH DISTINCT member AS account");
            index = "Event(space, name, timestamp)";
        } else {
            clauses = new Clauses("MATCH (account:Account)");
            clauses.and("account.space = $space AND account.groupId IS NOT NULL");
            index = "Account(space, groupId)";
        }
        var people = new Clauses(
                "MATCH (account)<-[:MEMBER_OF]-(member)\nOPTIONAL MATCH (member)-[:CANONICAL]->(root)");
        people.then("WITH DISTINCT coalesce(root, member) AS one");
        if (!target.needs().isEmpty()) {
            people.and(counts("one"));
        }
        clauses.then(Layout.braces("WITH account, COLLECT", people.text("RETURN one")) + " AS people");
        clauses.then("""
                WITH account, people, COLLECT {
                  UNWIND people AS one
                  MATCH (one)<-[:CANONICAL*0..1]-(profile)
                  RETURN profile.segmentId
                } AS owners""");
        return new Begun(subject, clauses, index);
    }

    /** Nobody else can be among the results: the profiles, and the roots, of whoever has such an event. */
    private String seeds(List<Seeds.Seed> seeds) {
        var windows = new Windows(names, target);
        String matches = seeds.stream().map(seed -> {
            var match = new Clauses("MATCH (event:Event)");
            match.and("event.space = $space");
            match.and("event.name = " + names.parameter(Names.camel(seed.name()), seed.name()));
            List<String> edges = seed.filters().stream().flatMap(f -> windows.ofNow(f, "event").stream()).toList();
            seed.filters().stream().flatMap(f -> windows.ofDates(f, "event").stream()).forEach(match::and);
            (edges.isEmpty() ? List.of("event.timestamp <= $now") : edges).forEach(match::and);
            return match.text("");
        }).collect(Collectors.joining("\nRETURN event\nUNION\n"));
        return (seeds.size() == 1 ? matches : Layout.braces("CALL ()", matches + "\nRETURN event"))
                + "\nMATCH (event)-[:OF]->(owner)\nWITH DISTINCT owner\nOPTIONAL MATCH (owner)-[:CANONICAL]->(root)";
    }
}
