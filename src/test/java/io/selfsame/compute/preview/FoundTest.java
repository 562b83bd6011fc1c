package io.selfsame.compute.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.TextNode;
import io.selfsame.compute.people.FailureTally;
import io.selfsame.identity.ids.ProfileId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FoundTest {

    @Test
    void thoseWhoAreNamedAreTheFirstHoweverTheyCame() {
        String half = "x".repeat(1_300_000);
        for (List<String> order : List.of(List.of("b", "a", "c", "d"), List.of("a", "b", "c", "d"),
                List.of("d", "c", "b", "a"))) {
            var found = new PreviewResult(10, new FailureTally());
            for (String name : order) {
                found.add(new ProfileId(name), Set.of(),
                        TextNode.valueOf(name.equals("a") || name.equals("b") ? half : "short"));
            }
            assertEquals(4, found.count());
            assertEquals(Set.of(new ProfileId("a")), found.sample().keySet(), order::toString);
        }
    }
}
