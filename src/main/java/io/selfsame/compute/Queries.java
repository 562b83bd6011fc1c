package io.selfsame.compute;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.Definition.Level;
import io.selfsame.json.InvalidInput;
import io.selfsame.query.Query;
import io.selfsame.query.QueryCheck;
import io.selfsame.query.QueryException;
import io.selfsame.query.QueryJson;
import io.selfsame.query.QueryParser;
import io.selfsame.query.QueryText;

/** Queries as people send them. */
final class Queries {

    private Queries() {}

    /** A query, and the text it was written as. */
    record Read(Query query, String text) {}

    /**
     * Reads a query and checks that it can be evaluated.
     *
     * @throws QueryException if not
     */
    static Read read(Draft.Written written, Kind kind, Level level) {
        Query query = switch (written) {
            case Draft.Written.Text(String text) -> parse(text, kind, level);
            case Draft.Written.Tree(JsonNode json) -> QueryJson.read(json, level == Level.ACCOUNTS);
        };
        if (Kind.of(query) != kind) {
            throw new InvalidInput(kind == Kind.AUDIENCE
                    ? "definition.json is the query of a computed trait; that of an audience is true or false"
                    : "definition.json is the query of an audience; that of a computed trait is a value");
        }
        QueryCheck.check(query, level == Level.ACCOUNTS);
        return new Read(query, switch (written) {
            case Draft.Written.Text(String text) -> text;
            case Draft.Written.Tree(JsonNode json) -> QueryText.write(query);
        });
    }

    /** Reads the text of a query. */
    static Query parse(String text, Kind kind, Level level) {
        return switch (kind) {
            case AUDIENCE -> QueryParser.membership(text, level == Level.ACCOUNTS);
            case COMPUTED_TRAIT -> QueryParser.computation(text);
        };
    }
}
