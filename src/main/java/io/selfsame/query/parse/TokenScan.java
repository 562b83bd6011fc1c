package io.selfsame.query.parse;

import io.selfsame.query.Comparator;
import io.selfsame.query.QueryException;
import io.selfsame.query.SelfsameQueryLexer;
import io.selfsame.query.SelfsameQueryParser;
import io.selfsame.query.text.QueryText;
import io.selfsame.query.text.Suggest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.WritableToken;

/**
 * What can be seen without a grammar: characters and operators that mean nothing here, brackets and quotes left open,
 * and nesting so deep that the parser, which recurses, must not be let in.
 */
final class TokenScan {

    /** Deeper brackets are refused. */
    static final int MAX_BRACKETS = 32;

    private TokenScan() {}

    /**
     * Looks at the bare text.
     *
     * @throws QueryException if it is too long, or holds what is no character
     */
    static void characters(String text) {
        if (text.length() > QueryText.MAX_LENGTH) {
            throw QueryException.at(1, 1, "The query has " + text.length() + " characters; the limit is "
                    + QueryText.MAX_LENGTH + ".");
        }
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int code = text.codePointAt(i);
            if (!QueryText.isCharacter(code)) {
                throw QueryException.at(line, column, "The code " + hex(code) + " is no character that a query holds.");
            }
            column = code == '\n' ? 1 : column + 1;
            line += code == '\n' ? 1 : 0;
        }
    }

    /**
     * Looks at the tokens.
     *
     * @throws QueryException of the first that no query holds
     */
    static void tokens(List<Token> tokens) {
        Deque<Token> open = new ArrayDeque<>();
        for (Token token : tokens) {
            switch (token.getType()) {
                case SelfsameQueryLexer.OPEN -> {
                    open.push(token);
                    if (open.size() > MAX_BRACKETS) {
                        throw QueryParser.problem(token, "Brackets stand inside one another more than " + MAX_BRACKETS
                                + " times.");
                    }
                }
                case SelfsameQueryLexer.CLOSE -> {
                    if (open.poll() == null) {
                        throw QueryParser.problem(token, "No '(' goes with this ')'.");
                    }
                }
                case SelfsameQueryLexer.OPERATOR -> operator(token);
                case SelfsameQueryLexer.AMPERSANDS ->
                    throw QueryParser.problem(token, "Conditions are joined by AND, not "
                            + Suggest.brief(token.getText()) + ".");
                case SelfsameQueryLexer.BARS -> throw QueryParser.problem(token, "Alternatives are joined by OR, not "
                        + Suggest.brief(token.getText()) + ".");
                case SelfsameQueryLexer.UNCLOSED -> throw QueryParser.problem(token, "The text that begins here has no "
                        + "closing " + token.getText().charAt(0)
                        + " on its line. Check the quotes before it too; a quote "
                        + "inside a text has a backslash before it.");
                case SelfsameQueryLexer.OTHER -> throw QueryParser.problem(token, other(token.getText()));
                default -> {
                    // All others are for the grammar to judge.
                }
            }
        }
        if (!open.isEmpty()) {
            throw QueryParser.problem(open.getFirst(), "This '(' is not closed.");
        }
        members(tokens);
    }

    /** Tells ANY and ALL that stand before a condition, as NOT does, from those that are called with brackets. */
    private static void members(List<Token> tokens) {
        for (int i = 0; i < tokens.size() - 1; i++) {
            Token token = tokens.get(i);
            boolean word = token.getType() == SelfsameQueryLexer.NAME && FunctionName.of(token.getText())
                    .filter(name -> name.kind() == FunctionName.ChainPosition.MEMBERS).isPresent();
            int next = tokens.get(i + 1).getType();
            boolean first = i == 0 || switch (tokens.get(i - 1).getType()) {
                case SelfsameQueryLexer.AND, SelfsameQueryLexer.OR, SelfsameQueryLexer.NOT, SelfsameQueryLexer.OPEN,
                        SelfsameQueryLexer.COMMA, SelfsameQueryParser.MEMBERS ->
                    true;
                default -> false;
            };
            if (word && first && (next == SelfsameQueryLexer.NAME || next == SelfsameQueryLexer.NOT)) {
                ((WritableToken) token).setType(SelfsameQueryParser.MEMBERS);
            }
        }
    }

    private static void operator(Token token) {
        if (Comparator.Op.of(token.getText()).isPresent()) {
            return;
        }
        String instead = switch (token.getText()) {
            case "===", ":=" -> "Equality is a single '='.";
            case "<>", "!==", "~=", "=!" -> "Did you mean '!='?";
            case "=>" -> "Did you mean '>='?";
            case "=<" -> "Did you mean '<='?";
            case "!" -> "Negation is NOT.";
            case "~", "=~", "~~" -> "For a part of a text there is .contains('…').";
            case "!~" -> "For a part of a text there is .omits('…').";
            default -> "There are =, !=, >, >=, < and <=.";
        };
        throw QueryParser.problem(token, "'" + Suggest.brief(token.getText()) + "' is no comparison. " + instead);
    }

    private static String other(String text) {
        return switch (text) {
            case "‘", "’", "“", "”", "„", "«", "»", "`", "´" ->
                text + " is no quote here: texts stand in straight quotes, like 'pro'.";
            case "[", "]", "{", "}" ->
                "A list has no " + text + " around it: values stand in the function's brackets, like "
                        + FunctionName.ONE_OF.example() + ".";
            case ";" -> "A query is one condition or value, without ';'.";
            case "+", "-", "*", "/", "%", "^" -> "There is no arithmetic: '" + text + "' means nothing here.";
            default -> {
                int code = text.codePointAt(0);
                yield ((Character.isISOControl(code) || Character.getType(code) == Character.FORMAT)
                        ? "The invisible character " + hex(code)
                        : "'" + text + "'") + " means nothing here, outside of a text in quotes.";
            }
        };
    }

    private static String hex(int code) {
        return String.format("U+%04X", code);
    }
}
