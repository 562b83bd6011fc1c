package io.selfsame.query.parse;

import io.selfsame.query.Query;
import io.selfsame.query.QueryException;
import io.selfsame.query.SelfsameQueryLexer;
import io.selfsame.query.SelfsameQueryParser;
import io.selfsame.query.check.QueryCheck;
import io.selfsame.query.check.SourcePositions;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** Text to tree. The cost follows the length of the text, which is bounded. Thread safe. */
public final class QueryParser {

    private QueryParser() {}

    /**
     * Reads the condition of an audience.
     *
     * @throws QueryException if it is none, or breaks a rule of {@link QueryCheck} that holds for people and accounts
     * alike
     */
    public static Query.Membership membership(String text) {
        return membership(text, true);
    }

    /**
     * Reads the condition of an audience of accounts or of people.
     *
     * @throws QueryException if it is none, or breaks a rule of {@link QueryCheck}
     */
    public static Query.Membership membership(String text, boolean accounts) {
        return parse(text, accounts, builder -> builder::membership);
    }

    /**
     * Reads the value of a computed trait.
     *
     * @throws QueryException if it is none, or breaks a rule of {@link QueryCheck}
     */
    public static Query.Computation computation(String text) {
        return parse(text, true, builder -> builder::computation);
    }

    private static <Q extends Query> Q parse(String text, boolean accounts,
            Function<TreeBuilder, Function<SelfsameQueryParser.QueryContext, Q>> reading) {
        TokenScan.characters(text);
        var lexer = new SelfsameQueryLexer(CharStreams.fromString(text));
        var tokens = new CommonTokenStream(lexer);
        tokens.fill();
        TokenScan.tokens(tokens.getTokens());
        var parser = new SelfsameQueryParser(tokens);
        parser.removeErrorListeners();
        parser.setErrorHandler(new BailErrorStrategy());
        var places = new SourcePositions();
        Q query;
        try {
            query = reading.apply(new TreeBuilder(places)).apply(parser.query());
        } catch (ParseCancellationException e) {
            if (e.getCause() instanceof RecognitionException cause) {
                throw SyntaxProblem.of(tokens.getTokens(), cause);
            }
            throw e;
        }
        places.put(query, problem -> QueryException.at(1, 1, problem));
        QueryCheck.check(query, accounts, places);
        return query;
    }

    /** A problem at the beginning of a token. */
    static QueryException problem(Token token, String problem) {
        return place(token).apply(problem);
    }

    /** Where a token begins. */
    static Function<String, QueryException> place(Token token) {
        return problem -> QueryException.at(token.getLine(), token.getCharPositionInLine() + 1, problem);
    }
}
