package io.selfsame.query.cypher;

import static io.selfsame.query.cypher.Queries.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.query.Comparator.InList;
import io.selfsame.query.Comparator.NotInList;
import io.selfsame.query.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The values of stored lists stand in a statement once, however often it asks for them, and only as many as somebody can paste. */
class ListParametersTest {

    private static Compiled compiled(Map<String, List<Object>> lists) {
        List<Condition> all = IntStream.range(0, 50).<Condition>mapToObj(i -> is(trait("k" + i),
                i % 2 == 0 ? new InList("goods") : new NotInList("other goods"))).collect(Collectors.toList());
        return CypherCompiler.compile(audience(new Condition.And(all)),
                Target.people("shop", Instant.EPOCH).withLists(lists));
    }

    @Test
    void aListIsOneParameterAndItsInstantsAnother() {
        Compiled compiled = compiled(Map.of("goods", List.of("shoe", 12L, "2026-01-31"), "other goods", List.of()));
        List<String> lists = compiled.parameters().entrySet().stream()
                .filter(parameter -> parameter.getValue() instanceof List<?>).map(Map.Entry::getKey)
                .filter(name -> name.startsWith("list")).toList();
        assertEquals(List.of("listGoods", "listGoodsInstants", "listOtherGoods"), lists.stream().sorted().toList());
        assertEquals(List.of("shoe", 12L), compiled.parameters().get("listGoods"));
    }

    @Test
    void aListThatIsTooLongForTheTextIsLeftOutAndNamed() {
        List<Object> few = new ArrayList<>(Collections.nCopies(100, "\u2028"));
        String text = compiled(Map.of("goods", few)).browserText();
        assertTrue(text.contains(":param listGoods => ['\\u2028', "), text);
        List<Object> many = new ArrayList<>(Collections.nCopies(500, "\u2028".repeat(1_000)));
        Compiled compiled = compiled(Map.of("goods", many));
        String shorter = compiled.browserText();
        assertTrue(shorter.length() < Compiled.LONGEST, "" + shorter.length());
        assertTrue(shorter.contains("// The 500 values of $listGoods are too long"), shorter);
        assertEquals(many, compiled.parameters().get("listGoods"));
    }
}
