package io.selfsame.query.cypher;

import static io.selfsame.query.cypher.Queries.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.selfsame.query.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On the server: a text that tries to break out is found as the name and the value that it is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileIT {

    private final Facts facts = new Facts();

    @BeforeAll
    void fill() {
        for (String text : texts()) {
            facts.did("ada", text, Facts.ago(1), "properties." + Path.of(text), text);
            facts.did("bob", text, Facts.ago(1), "properties." + Path.of(text), text + "!");
        }
        facts.did("cyd", "Visit", Facts.ago(1)).commit();
    }

    @AfterAll
    void close() {
        facts.close();
    }

    /** Those that JSON can carry to the service. */
    static List<String> texts() {
        return Hostile.TEXTS.stream().filter(text -> !text.contains("\u0000") && !text.contains("\uD800")).toList();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void isANameAndAValue(String text) {
        Compiled compiled = CypherCompiler.compile(
                audience(some(count(text, where(is(Hostile.field(text), "=", text))))), facts.people().withText(text));
        for (String version : List.of("CYPHER 5\n", "CYPHER 25\n")) {
            assertEquals(Set.of("ada"), facts.answer(new Compiled(version + compiled.text(), compiled.parameters(),
                    compiled.gaps())).keySet(), compiled::browserText);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CYPHER 5", "CYPHER 25"})
    void isReadBackFromItsParamLine(String version) {
        for (String text : texts()) {
            for (Object value : List.of(text, List.of(text, "\\" + text), Facts.NOW.atZone(java.time.ZoneOffset.UTC),
                    -1.5E-10, Instants.PATTERN)) {
                assertEquals(List.of(true), facts.run(version + " RETURN " + ParamText.of(value) + " = $value AS same",
                        Map.of("value", value)).stream().map(row -> row.get("same").asBoolean()).toList(), text);
            }
        }
    }
}
