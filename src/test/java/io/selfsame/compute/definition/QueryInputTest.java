package io.selfsame.compute.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.error.Invalid;
import org.junit.jupiter.api.Test;

class QueryInputTest {

    @Test
    void accountsHaveNoCreationOfTheirOwn() {
        var alone = new DefinitionDraft.Written.Text("created_at().within_last(7 days)");
        assertEquals(alone.text(), QueryInput.read(alone, DefinitionKind.AUDIENCE, Level.USERS).text());
        var e = assertThrows(Invalid.class, () -> QueryInput.read(alone, DefinitionKind.AUDIENCE, Level.ACCOUNTS));
        assertEquals(
                "created_at() is of a person, and this is about accounts: it stands only inside ANY(..) and ALL(..).",
                e.getMessage());
        var members = new DefinitionDraft.Written.Text("ANY(created_at().within_last(7 days))");
        assertEquals(members.text(), QueryInput.read(members, DefinitionKind.AUDIENCE, Level.ACCOUNTS).text());
    }
}
