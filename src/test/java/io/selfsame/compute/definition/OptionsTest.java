package io.selfsame.compute.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.testing.Http;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who counts. */
class OptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            USERS    | {}                                                    | android.idfa,email,ios.idfa,user_id
            USERS    | {"includeAnonymous":true}                             | android.idfa,anonymous_id,email,ios.idfa,user_id
            USERS    | {"includeAnonymousUsers":true}                        | android.idfa,anonymous_id,email,ios.idfa,user_id
            USERS    | {"filterByExternalIds":["phone"]}                     | phone
            USERS    | {"filterByExternalIds":["phone"],"includeAnonymous":true} | anonymous_id,phone
            USERS    | {"filterByExternalIds":[],"includeAnonymous":true}    | ``
            USERS    | {"filterByExternalIds":null,"backfillEventDataDays":7} | android.idfa,email,ios.idfa,user_id
            ACCOUNTS | {}                                                    | ``
            ACCOUNTS | {"filterByExternalIds":["user_id"]}                   | user_id
            """)
    void optionsSayWhoCounts(Level level, String options, String needs) {
        assertEquals(needs.isEmpty() ? Set.of() : new TreeSet<>(Set.of(needs.split(","))),
                new TreeSet<>(DefinitionOptions.needs(Http.json(options), level)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"filterByExternalIds\":\"user_id\"}", "{\"filterByExternalIds\":[1]}",
            "{\"filterByExternalIds\":[\"\"]}", "{\"includeAnonymous\":\"yes\"}"})
    void whatCannotBeMeantIsRefused(String options) {
        assertThrows(IllegalArgumentException.class, () -> DefinitionOptions.needs(Http.json(options), Level.USERS));
    }
}
