package io.selfsame.query.parse;

import io.selfsame.query.Cast;
import io.selfsame.query.Operand;
import io.selfsame.query.QueryException;
import io.selfsame.query.SelfsameQueryParser.BaseContext;
import io.selfsame.query.check.SourcePositions;
import io.selfsame.query.text.Suggest;
import io.selfsame.query.text.UnitNames;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.Token;

/** Constants as written. */
final class Literals {

    private Literals() {}

    /**
     * A text, number, true or false.
     *
     * @throws QueryException if it is something else, like a word without quotes
     */
    static Operand.Literal read(SourcePositions places, BaseContext base) {
        Token token = base.getStart();
        Object value;
        if (base.STRING() != null) {
            value = QuotedToken.read(token);
        } else if (base.NUMBER() != null) {
            if (base.NAME() != null) {
                throw QueryParser.problem(token, UnitNames.unit(base.NAME().getText()).isPresent()
                        ? "A length of time is no value: for times there are .within_last(7 days), .within_next(..), "
                                + ".before_last(..) and .after_next(..)."
                        : "'" + Suggest.brief(token.getText() + base.NAME().getText())
                                + "' is no number; a text stands in quotes.");
            }
            value = number(token);
        } else if (base.call() != null && base.call().OPEN() == null) {
            value = word(token);
        } else {
            throw QueryParser.problem(token, "A constant stands here: a text in quotes, a number, true or false.");
        }
        return places.put(new Operand.Literal(value), QueryParser.place(token));
    }

    private static Object number(Token token) {
        String text = token.getText();
        try {
            if (text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
                return Long.parseLong(text);
            }
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw QueryParser.problem(token,
                "The number is too large: whole numbers go to " + Long.MAX_VALUE + ", others to "
                        + Double.MAX_VALUE + ". Is it a text, in quotes?");
    }

    private static boolean word(Token token) {
        return switch (token.getText().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            case "null", "nil", "none", "undefined" ->
                throw QueryParser.problem(token, "A missing value equals nothing: use "
                        + ".absent(), or .exists().");
            default -> {
                String written = Suggest.brief(token.getText());
                throw QueryParser.problem(token, "'" + written + "' stands without quotes: write '" + written
                        + "' for the text, or trait('" + written + "') or property('" + written + "') for a value.");
            }
        };
    }

    /** What the word after {@code as} stands for. */
    static Cast cast(Token name) {
        return Cast.of(name.getText()).orElseThrow(() -> {
            String meant = switch (name.getText().toLowerCase(Locale.ROOT)) {
                case "int", "integer", "float", "double", "decimal", "numeric" -> "number";
                case "bool" -> "boolean";
                case String other -> other;
            };
            return QueryParser.problem(name, "A value is taken as number or boolean here, not as '"
                    + Suggest.brief(name.getText()) + "'." + Suggest.didYouMean(meant, List.of("number", "boolean")));
        });
    }
}
