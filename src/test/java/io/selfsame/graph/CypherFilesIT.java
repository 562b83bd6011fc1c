package io.selfsame.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.summary.Plan;

/** Cypher is source code: each file has its header, is used, parses, and is planned with an index. */
class CypherFilesIT {

    private static final Path ROOT = Path.of("cypher");
    private static final Path JAVA = Path.of("src/main/java");
    private static final Pattern PARAMETER = Pattern.compile("\\$([a-zA-Z]+)");
    private static final Set<String> SCHEMA = Set.of("space/migrationGuard");

    /** Small sets of nodes that no index would make faster. */
    private static final Set<String> MAY_SCAN = Set.of("space/migrationsApplied", "space/listSecrets",
            "space/listManagementTokens", "space/revokeSecret", "space/hasManagementToken", "space/dropNamedToken");

    /** Pages of a set that is small in each case, or that no index has in the order in which it is shown. */
    private static final Set<String> MAY_SORT = Set.of();

    private static final Pattern INDEX = Pattern.compile("RANGE INDEX \\(?(\\w+)\\)?(?:-\\[(\\w+))?:\\w+\\(([^)]*)\\)");
    private static final Pattern ALIAS = Pattern.compile("(?:cache\\[)?(\\w+\\.\\w+)]? AS `?([\\w.]+)`?");
    private static final Pattern FIRST = Pattern.compile("`?([\\w.]+)`? (?:ASC|DESC)");

    @TestFactory
    Stream<DynamicTest> everyStatement() throws IOException {
        String java = sources();
        String readme = Files.readString(ROOT.resolve("README.md"));
        return files().map(name -> DynamicTest.dynamicTest(name, () -> {
            String source = Files.readString(ROOT.resolve(name + ".cypher"));
            for (String part : List.of("// Params: ", "// Returns: ", "// Index: ")) {
                assertTrue(source.contains("\n" + part), "has no line '" + part + "…'");
            }
            assertTrue(source.startsWith("// "), "begins with a comment that says what it is for");
            assertTrue(java.contains("\"" + name + "\""), "is used nowhere");
            String text = Statement.withoutComments(source);
            assertFalse(text.contains(";"), "is one statement");
            assertEquals(parameters(text), listed(readme, name), "as cypher/README.md lists its parameters");
            if (!SCHEMA.contains(name)) {
                explain(name, text, source);
            }
        }));
    }

    private static Set<String> parameters(String text) {
        return PARAMETER.matcher(text).results().map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> listed(String readme, String name) {
        String row = readme.lines().filter(line -> line.startsWith("| `" + name + "` |")).findFirst()
                .orElseThrow(() -> new AssertionError("is not in the table of cypher/README.md"));
        String[] cells = row.split("\\|", -1);
        return Stream.of(cells[cells.length - 2].split(", | and ")).map(String::strip)
                .filter(cell -> !cell.isEmpty() && !cell.equals("none"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void explain(String name, String text, String source) {
        Map<String, Object> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(text);
        while (matcher.find()) {
            String parameter = matcher.group(1);
            assertTrue(source.lines().filter(line -> line.startsWith("//")).anyMatch(line -> line.contains(parameter)),
                    "the header does not name $" + parameter);
            parameters.put(parameter, null);
        }
        Neo4jAddress address = TestServer.shared().neo4j();
        try (var driver = GraphDatabase.driver(address.uri(), AuthTokens.basic(address.user(), address.password()));
                var session = driver.session()) {
            Plan plan = session.run("EXPLAIN " + text, parameters).consume().plan();
            Set<String> operators = new TreeSet<>();
            collect(plan, operators);
            assertFalse(operators.stream().anyMatch(operator -> operator.startsWith("AllNodesScan")),
                    "scans all nodes");
            assertFalse(operators.stream().anyMatch(operator -> operator.contains("RelationshipTypeScan")
                    || operator.contains("AllRelationshipsScan")), "scans relationships: " + operators);
            if (!MAY_SCAN.contains(name)) {
                assertFalse(operators.stream().anyMatch(operator -> operator.startsWith("NodeByLabelScan")
                        || operator.startsWith("NodeIndexScan")), "scans a label: " + operators);
            }
            if (!MAY_SORT.contains(name)) {
                readsPagesInOrder(plan);
            }
        }
    }

    /**
     * A page of what an index has in order is read from there: otherwise each page reads and sorts all that comes after it. Neo4j takes the
     * order of an index of several properties only if ORDER BY names all of them, from the first.
     */
    private static void readsPagesInOrder(Plan plan) {
        if (plan.operatorType().startsWith("Top")) {
            Matcher first = FIRST.matcher(details(plan));
            assertTrue(first.find(), details(plan));
            String sorted = first.group(1);
            Plan below = plan.children().getFirst();
            while (below.operatorType().matches("(Projection|Filter|CacheProperties)(@.*)?")) {
                String wanted = sorted;
                sorted = ALIAS.matcher(details(below)).results().filter(found -> found.group(2).equals(wanted))
                        .map(found -> found.group(1)).findFirst().orElse(sorted);
                below = below.children().getFirst();
            }
            Matcher index = INDEX.matcher(details(below));
            if (below.operatorType().contains("IndexSeek") && index.find()) {
                String variable = index.group(2) == null ? index.group(1) : index.group(2);
                List<String> properties = List.of(index.group(3).split(", "));
                String property = sorted.startsWith(variable + ".") ? sorted.substring(variable.length() + 1) : "";
                assertFalse(properties.contains(property), "sorts for each page what index " + index.group()
                        + " has in order: let ORDER BY name all of its properties");
            }
        }
        plan.children().forEach(CypherFilesIT::readsPagesInOrder);
    }

    private static String details(Plan plan) {
        return plan.arguments().containsKey("Details") ? plan.arguments().get("Details").asString() : "";
    }

    private static void collect(Plan plan, Set<String> operators) {
        operators.add(plan.operatorType());
        plan.children().forEach(child -> collect(child, operators));
    }

    @Test
    void theListOfMigrationsIsTheFolder() throws IOException {
        try (var files = Files.list(ROOT.resolve("migrations"))) {
            assertEquals(files.map(file -> file.getFileName().toString().replace(".cypher", "")).sorted().toList(),
                    SchemaMigrations.ALL);
        }
    }

    @Test
    void noCypherStandsInJava() throws IOException {
        Pattern cypher = Pattern.compile("\"[^\"]*\\b(MATCH|MERGE|UNWIND|CREATE)\\b *\\(");
        try (var files = Files.walk(JAVA)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                // The demo prints a query for a person to paste into Neo4j Browser; the compiler of definitions makes some.
                if (!file.toString().contains("/cli/") && !file.toString().contains("/query/cypher/")) {
                    assertFalse(cypher.matcher(Files.readString(file)).find(), file + " holds Cypher");
                }
            }
        }
    }

    private static Stream<String> files() throws IOException {
        try (var files = Files.walk(ROOT)) {
            return files.filter(path -> path.toString().endsWith(".cypher"))
                    .map(path -> ROOT.relativize(path).toString().replace(".cypher", ""))
                    .filter(name -> !name.startsWith("migrations/") && !name.startsWith("explore/")).sorted().toList()
                    .stream();
        }
    }

    private static String sources() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.walk(JAVA)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
