package io.selfsame.compute.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.compute.evaluate.Definition.Level;
import io.selfsame.error.Invalid;
import io.selfsame.query.Query;
import io.selfsame.query.QueryException;
import io.selfsame.query.QueryNeeds;
import io.selfsame.query.check.CountCheck;
import io.selfsame.query.check.QueryCheck;
import io.selfsame.query.json.QueryJson;
import io.selfsame.query.parse.QueryParser;
import io.selfsame.query.text.QueryText;

/** Queries as people send them. */
public final class QueryInput {

    private QueryInput() {}

    /** A query, and the text it was written as. */
    public record ParsedQuery(Query query, String text) {}

    /**
     * Reads a query and checks that it can be evaluated.
     *
     * @throws Invalid if not; the message says where
     */
    public static ParsedQuery read(DefinitionDraft.Written written, DefinitionKind kind, Level level) {
        try {
            return checked(written, kind, level);
        } catch (QueryException e) {
            throw new Invalid("invalid_query", e.getMessage());
        }
    }

    private static ParsedQuery checked(DefinitionDraft.Written written, DefinitionKind kind, Level level) {
        Query query = switch (written) {
            case DefinitionDraft.Written.Text(String text) -> parse(text, kind, level);
            case DefinitionDraft.Written.Tree(JsonNode json) -> QueryJson.read(json, level == Level.ACCOUNTS);
        };
        if (DefinitionKind.of(query) != kind) {
            throw new Invalid(kind == DefinitionKind.AUDIENCE
                    ? "definition.json is the query of a computed trait; that of an audience is true or false"
                    : "definition.json is the query of an audience; that of a computed trait is a value");
        }
        QueryCheck.check(query, level == Level.ACCOUNTS);
        CountCheck.check(query);
        if (level == Level.ACCOUNTS && QueryNeeds.of(query).created()) {
            throw new Invalid("invalid_query",
                    "created_at() is of a person, and this is about accounts: it stands only inside "
                            + "ANY(..) and ALL(..).");
        }
        return new ParsedQuery(query, switch (written) {
            case DefinitionDraft.Written.Text(String text) -> text;
            case DefinitionDraft.Written.Tree(JsonNode json) -> QueryText.write(query);
        });
    }

    /**
     * Reads the text of a query.
     *
     * @throws QueryException if it is none
     */
    public static Query parse(String text, DefinitionKind kind, Level level) {
        return switch (kind) {
            case AUDIENCE -> QueryParser.membership(text, level == Level.ACCOUNTS);
            case COMPUTED_TRAIT -> QueryParser.computation(text);
        };
    }
}
