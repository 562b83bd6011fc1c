package io.selfsame.query.cypher;

import io.selfsame.query.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiles a query to Cypher. What the query says stands in the parameters alone: strings and numbers never become part of
 * the statement, and names of event properties only in backticks. Pure.
 */
public final class CypherCompiler {

    private CypherCompiler() {}

    /**
     * One statement that finds whom the query is true of, or the values it computes.
     *
     * @throws IllegalArgumentException if a part of the query stands where it has no meaning: a field outside of
     *     {@code where}, {@code ANY} of a person
     */
    public static Compiled compile(Query query, Target target) {
        var names = new Names();
        names.parameter("space", target.space());
        names.parameter("now", target.now().atZone(java.time.ZoneOffset.UTC));
        List<String> gaps = new ArrayList<>(target.gaps());
        var conditions = new Conditions(names, target, gaps);
        Subjects.Begun begun = new Subjects(names, target).begin(query);
        ConditionScope scope = ConditionScope.of(begun.subject());
        Clauses clauses = begun.clauses();
        String id = begun.subject().isAccount() ? "groupId" : "segmentId";
        String returned = "RETURN " + begun.subject().node() + "." + id + " AS " + id;
        String text = switch (query) {
            case Query.Membership(var condition) -> {
                conditions.add(condition, scope, clauses);
                yield clauses.text(returned + " ORDER BY " + id);
            }
            case Query.Computation(var reduction) -> {
                ValueExpression value = conditions.value(reduction, scope);
                clauses.steps(scope.takeSteps());
                if (value.mayBeMissing()) {
                    clauses.and(value.text() + " IS NOT NULL");
                }
                yield clauses.text(returned + ", " + value.text() + " AS value ORDER BY " + id);
            }
        };
        Map<String, Object> parameters = new LinkedHashMap<>(names.parameters());
        return new Compiled(header(query, target, begun.index(), parameters, gaps) + text, parameters, gaps);
    }

    private static String header(Query query, Target target, String index, Map<String, Object> parameters,
            List<String> gaps) {
        boolean audience = query instanceof Query.Membership;
        boolean people = target.level() == Target.TargetLevel.USERS;
        var lines = new ArrayList<String>();
        lines.add((audience ? "// Who is in this audience of " : "// The values of this computed trait of ")
                + (people ? "people" : "accounts") + " at the instant $now"
                + (target.text().isBlank() ? "." : ":"));
        if (!target.text().isBlank()) {
            lines.add(Layout.comment(target.text()));
        }
        lines.add(people
                ? "// A person is a root profile and all that were merged into it: owners holds their segment IDs."
                : "// The people of an account are the roots of its members: owners holds the segment IDs of all their profiles.");
        gaps.forEach(gap -> lines.add("// Not exact:\n" + Layout.comment(gap)));
        lines.add("// Params: " + String.join(", ", parameters.keySet()));
        lines.add("// Returns: " + (people ? "segmentId" : "groupId")
                + (audience ? "" : ", value; those without a value are left out"));
        lines.add("// Index: " + index + ", then Event(owner, name, timestamp) for each");
        return String.join("\n", lines) + "\n";
    }
}
