package io.selfsame.query.cypher;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gives out names for variables and parameters that speak of what the query calls things, and holds nothing of it but
 * ASCII letters and digits. Not thread safe; one a statement.
 */
final class Names {

    private static final int LONGEST = 40;

    /** What the compiler's own clauses use, and words of Cypher that have two capitals as a variable. */
    private static final Set<String> TAKEN = Set.of("profile", "trait", "audience", "root", "member", "owner", "id",
            "one", "event", "segmentId", "groupId", "nodetach", "shortestpath", "allshortestpaths");

    private final Set<String> variables = new HashSet<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    /** A variable that is not in use, as a noun for the reader: {@code orderCompleted}, {@code orderEvent}. */
    String variable(String name, String noun) {
        String camel = camel(name);
        // A single word may be one of Cypher's.
        String wanted = camel.equals(camel.toLowerCase(Locale.ROOT)) ? camel + noun : camel;
        return fresh(wanted);
    }

    /** The name itself, or with a number after it. */
    String fresh(String wanted) {
        String variable = wanted;
        for (int i = 2; TAKEN.contains(variable) || TAKEN.contains(variable.toLowerCase(Locale.ROOT))
                || !variables.add(variable); i++) {
            variable = wanted + i;
        }
        return variable;
    }

    /** {@code $name} of a parameter with the value. One value that is called the same twice is one parameter. */
    String parameter(String wanted, Object value) {
        String name = wanted;
        for (int i = 2; parameters.containsKey(name) && !value.equals(parameters.get(name)); i++) {
            name = wanted + "_" + i;
        }
        parameters.put(name, value);
        return "$" + name;
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    /** {@code orderCompleted} of {@code Order Completed}; never empty. */
    static String camel(String name) {
        var camel = new StringBuilder();
        boolean capital = false;
        for (int i = 0; i < name.length() && camel.length() < LONGEST; i++) {
            char c = name.charAt(i);
            if (c < 128 && Character.isLetterOrDigit(c)) {
                boolean first = camel.isEmpty();
                char before = i == 0 ? ' ' : name.charAt(i - 1);
                if (first && Character.isDigit(c)) {
                    camel.append('n');
                }
                if (capital && !first) {
                    camel.append(Character.toUpperCase(c));
                } else if (first || Character.isUpperCase(before)) {
                    // ORDER COMPLETED is orderCompleted too.
                    camel.append(Character.toLowerCase(c));
                } else {
                    camel.append(c);
                }
                capital = false;
            } else {
                capital = true;
            }
        }
        return camel.isEmpty() ? "the" : camel.toString();
    }

    /** Two parts in one: {@code totalAbove}. */
    static String joined(String first, String second) {
        return first + Character.toUpperCase(second.charAt(0)) + second.substring(1);
    }
}
