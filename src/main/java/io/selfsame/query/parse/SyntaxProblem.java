package io.selfsame.query.parse;

import io.selfsame.query.QueryException;
import io.selfsame.query.SelfsameQueryLexer;
import io.selfsame.query.text.Suggest;
import io.selfsame.query.text.UnitNames;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Says in our words why the grammar does not take a token where it stands. */
final class SyntaxProblem {

    /** What other languages have between two values. */
    private static final Set<String> INFIX = Set.of("in", "like", "contains", "matches", "before",
            "after", "exists", "starts", "ends", "has", "includes");

    private final List<Token> tokens;
    private final int index;
    private final Token token;

    private SyntaxProblem(List<Token> tokens, int index) {
        this.tokens = tokens;
        this.index = index;
        this.token = tokens.get(index);
    }

    static QueryException of(List<Token> tokens, RecognitionException e) {
        int index = e.getOffendingToken().getTokenIndex();
        IntervalSet expected = e.getExpectedTokens();
        boolean begins = expected == null || expected.contains(SelfsameQueryLexer.STRING);
        var problem = new SyntaxProblem(tokens, index);
        if (begins) {
            return problem.nothingBegins();
        }
        if (expected.contains(SelfsameQueryLexer.NAME)) {
            return problem.noName();
        }
        boolean unitSwallowed = index >= 2 && problem.type(-1) == SelfsameQueryLexer.NAME
                && problem.type(-2) == SelfsameQueryLexer.NUMBER
                && UnitNames.unit(tokens.get(index - 1).getText()).isEmpty();
        return unitSwallowed ? new SyntaxProblem(tokens, index - 1).nothingEnds() : problem.nothingEnds();
    }

    /** A condition or value should begin here. */
    private QueryException nothingBegins() {
        if (index == 0 && token.getType() == Token.EOF) {
            return problem("The query is empty.");
        }
        String after = index == 0 ? " at the beginning" : " after " + shown(tokens.get(index - 1));
        String before = token.getType() == Token.EOF ? ", where the query ends" : ", before " + shown(token);
        if (index > 0 && type(-1) == SelfsameQueryLexer.NOT && type(0) == SelfsameQueryLexer.OPERATOR) {
            return problem("NOT stands before a whole condition, like NOT trait('plan') = 'pro'.");
        }
        return problem(
                "Something is missing" + after + before + ": a value or condition, like trait('plan'), 'text', 5 or "
                        + "event('Order').count() > 1.");
    }

    /** The name of a function should stand here, or what a value is taken as. */
    private QueryException noName() {
        return problem(type(-1) == SelfsameQueryLexer.AS
                ? "After 'as' comes number or boolean, or in max, min and mode number, string or array, not "
                        + shown(token) + "."
                : "After '.' comes the name of a function, like count(), not " + shown(token) + ".");
    }

    /** A condition or value has ended before this. */
    private QueryException nothingEnds() {
        int before = type(-1);
        return switch (token.getType()) {
            case SelfsameQueryLexer.NAME -> name(token.getText());
            case SelfsameQueryLexer.NOT ->
                problem("AND or OR is missing before NOT. For a value that is not in a list there "
                        + "is ." + FunctionName.NONE_OF.example() + ".");
            case SelfsameQueryLexer.STRING, SelfsameQueryLexer.NUMBER -> before == SelfsameQueryLexer.NAME
                    ? problem("What a function is given stands in brackets: "
                            + Suggest.brief(tokens.get(index - 1).getText())
                            + "(" + Suggest.brief(token.getText()) + unit() + ").")
                    : problem(
                            "Two values stand side by side here: between them is neither a comparison, like '=', nor a "
                                    + "comma."
                                    + (before == SelfsameQueryLexer.NUMBER
                                            ? " A date stands in quotes, like '2026-01-31'."
                                            : ""));
            case SelfsameQueryLexer.COMMA -> problem(before == SelfsameQueryLexer.NUMBER
                    ? "A number is written without commas, and only the arguments of a function have them between."
                    : "A comma stands only between the arguments of a function; conditions are joined by AND or OR.");
            case SelfsameQueryLexer.COLON ->
                problem("A colon stands only after 'parent' and the like, and 'exclude', like "
                        + "within(parent: 1 day).");
            case SelfsameQueryLexer.AS ->
                problem("'as' stands once, after a value, like property('total') as number; before a function the two "
                        + "stand in brackets: (property('total') as number).one_of(1, 2).");
            case SelfsameQueryLexer.DOT ->
                problem(type(-2) == SelfsameQueryLexer.AS
                        ? "Before a function, a value and its 'as' stand in brackets: (property('total') as number).one_of(1, 2)."
                        : "'.' stands between functions, like trait('plan').exists(); a text with a dot stands in quotes.");
            default -> problem("AND or OR is missing before " + shown(token) + ".");
        };
    }

    /** The unit of a length of time, if one follows. */
    private String unit() {
        Token next = tokens.get(Math.min(index + 1, tokens.size() - 1));
        return token.getType() == SelfsameQueryLexer.NUMBER && next.getType() == SelfsameQueryLexer.NAME
                && UnitNames.unit(next.getText().toLowerCase(Locale.ROOT)).isPresent() ? " " + next.getText() : "";
    }

    private QueryException name(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (type(-1) == SelfsameQueryLexer.NAME && type(-2) == SelfsameQueryLexer.OPEN) {
            return problem("Texts stand in quotes: '" + Suggest.brief(tokens.get(index - 1).getText() + " " + name)
                    + "'.");
        }
        String next = tokens.get(Math.min(index + 1, tokens.size() - 1)).getText().toLowerCase(Locale.ROOT);
        if (lower.equals("is") && (next.equals("null") || next.equals("not"))) {
            return problem("A missing value is found by .absent(), any other by .exists().");
        }
        if (lower.equals("is") || lower.equals("equals")) {
            return problem("Equality is '=', like trait('plan') = 'pro'.");
        }
        if (lower.equals("between")) {
            return problem(
                    "A value between two others is at least the one AND at most the other: two comparisons, by >= and "
                            + "<=.");
        }
        var word = FunctionName.of(name).filter(known -> known.kind() != FunctionName.ChainPosition.SOURCE)
                .or(() -> INFIX.contains(lower)
                        ? Suggest.nearest(lower, FunctionName.names(FunctionName.ChainPosition.COMPARATOR))
                                .flatMap(FunctionName::of)
                        : java.util.Optional.empty());
        if (word.isPresent()) {
            return problem("'" + name + "' does not stand between values: write ." + word.get().example()
                    + " after the first.");
        }
        return problem("AND or OR is missing before '" + Suggest.brief(name) + "'."
                + Suggest.didYouMean(name, List.of("AND", "OR", "as")));
    }

    private int type(int offset) {
        return index + offset < 0 ? Token.INVALID_TYPE : tokens.get(index + offset).getType();
    }

    private static String shown(Token token) {
        return switch (token.getType()) {
            case Token.EOF -> "the end";
            case SelfsameQueryLexer.STRING -> Suggest.brief(token.getText());
            default -> "'" + Suggest.brief(token.getText()) + "'";
        };
    }

    private QueryException problem(String problem) {
        return QueryParser.problem(token, problem);
    }
}
