package io.selfsame.query.parse;

import io.selfsame.query.Filter;
import io.selfsame.query.Operand;
import io.selfsame.query.Path;
import io.selfsame.query.QueryException;
import io.selfsame.query.SelfsameQueryParser.ArgumentContext;
import io.selfsame.query.SelfsameQueryParser.BaseContext;
import io.selfsame.query.SelfsameQueryParser.CallContext;
import io.selfsame.query.SelfsameQueryParser.ConditionContext;
import io.selfsame.query.SelfsameQueryParser.OperandContext;
import io.selfsame.query.check.SourcePositions;
import io.selfsame.query.text.Suggest;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the brackets of one call. Methods fail with a {@link QueryException} that shows how the call is used.
 */
final class Arguments {

    private final SourcePositions places;
    private final FunctionName word;
    private final CallContext call;

    Arguments(SourcePositions places, FunctionName word, CallContext call) {
        this.places = places;
        this.word = word;
        this.call = call;
        if (call.OPEN() == null) {
            throw problem(call.getStart(), "'" + word.text() + "' needs brackets: " + word.example() + ".");
        }
    }

    /** Nothing stands there. */
    void none() {
        if (!call.argument().isEmpty()) {
            throw problem(call.argument(0).getStart(), word.text() + "() takes nothing in its brackets.");
        }
    }

    /** One argument, without a label or {@code as}. */
    ArgumentContext one(String what) {
        return plain(several(1, 1, what).getFirst(), what);
    }

    /** One value or condition without a label; it may end with an {@code as}. */
    ArgumentContext oneValue(String what) {
        return unlabelled(several(1, 1, what).getFirst(), what);
    }

    /** So many arguments; the first may have a label, and each an {@code as}. */
    List<ArgumentContext> several(int least, int most, String what) {
        List<ArgumentContext> given = call.argument();
        if (given.size() < least) {
            throw problem(call.getStart(), word.text() + " takes " + what + ", like " + word.example() + ".");
        }
        if (given.size() > most) {
            throw problem(given.get(most).getStart(), word.text() + " takes " + what + " and no more, like "
                    + word.example() + ".");
        }
        return given;
    }

    /** The texts or values of a list. */
    List<ArgumentContext> list(String what) {
        return several(1, Integer.MAX_VALUE, what).stream().map(argument -> plain(argument, what)).toList();
    }

    /** The same argument, if it has no label and no {@code as}. */
    ArgumentContext plain(ArgumentContext argument, String what) {
        unlabelled(argument, what);
        return asIs(argument);
    }

    /** The same argument, if no {@code label:} stands before it. */
    ArgumentContext unlabelled(ArgumentContext argument, String what) {
        if (argument.COLON() != null) {
            throw problem(argument.getStart(), word.text() + " takes " + what + " without '" + label(argument)
                    + ":', like " + word.example() + ".");
        }
        return argument;
    }

    /** The same argument, if no {@code as} stands after it. */
    ArgumentContext asIs(ArgumentContext argument) {
        OperandContext lone = lone(argument.condition());
        if (lone != null && lone.AS() != null) {
            throw problem(lone.AS().getSymbol(),
                    "'as' stands after a property, context, trait or element whose value is "
                            + "meant, like property('total') as number.");
        }
        return argument;
    }

    /** The word after {@code as}; null if there is none. */
    static @Nullable Token as(ArgumentContext argument) {
        OperandContext lone = lone(argument.condition());
        return lone == null || lone.AS() == null ? null : lone.NAME().getSymbol();
    }

    /** The event that the label before the argument names. */
    Operand.Whose whose(ArgumentContext argument) {
        return switch (label(argument)) {
            case "" -> Operand.Whose.EVENT;
            case "parent" -> Operand.Whose.PARENT;
            case "grandparent" -> Operand.Whose.GRANDPARENT;
            default -> throw otherLabel(argument, "'parent:' and 'grandparent:'");
        };
    }

    /** What the label before a length of time has it counted from. */
    Filter.Since since(ArgumentContext argument) {
        return switch (label(argument)) {
            case "" -> Filter.Since.NOW;
            case "parent" -> Filter.Since.PARENT;
            case "grandparent" -> Filter.Since.GRANDPARENT;
            case "chain" -> Filter.Since.CHAIN;
            default -> throw otherLabel(argument, "'parent:', 'grandparent:' and 'chain:'");
        };
    }

    private QueryException otherLabel(ArgumentContext argument, String fitting) {
        return problem(argument.getStart(), "'" + label(argument) + ":' does not stand in " + word.text()
                + "; only " + fitting + " do.");
    }

    static String label(ArgumentContext argument) {
        return argument.COLON() == null ? "" : Suggest.brief(argument.NAME().getText());
    }

    /** A text in quotes. */
    String text(ArgumentContext argument) {
        BaseContext base = base(argument.condition());
        if (base != null && base.STRING() != null) {
            return QuotedToken.read(base.STRING().getSymbol());
        }
        Token token = argument.condition().getStart();
        String written = Suggest.brief(token.getText());
        boolean loneWord = base != null
                && (base.NUMBER() != null || (base.call() != null && base.call().OPEN() == null));
        throw problem(token, word.text() + " takes a text in quotes" + (loneWord
                ? ": '" + written + "', not " + written + "."
                : ", like " + word.example() + "."));
    }

    /** The way to a value. */
    Path path(ArgumentContext argument) {
        String text = text(argument);
        Token token = argument.condition().getStart();
        try {
            return Path.parse(text);
        } catch (IllegalArgumentException e) {
            throw problem(token, Suggest.brief(token.getText()) + " leads nowhere. " + e.getMessage() + ".");
        }
    }

    /** A constant. */
    Operand.Literal literal(ArgumentContext argument) {
        BaseContext base = base(argument.condition());
        if (base == null || base.condition() != null) {
            throw problem(argument.condition().getStart(),
                    word.text() + " takes texts in quotes, numbers, true or false, "
                            + "like " + word.example() + ".");
        }
        if (base.call() != null && base.call().OPEN() != null && base.call().NAME().getText().equals("literal")) {
            return new Arguments(places, FunctionName.LITERAL, base.call()).literal();
        }
        return Literals.read(places, base);
    }

    /** The constant inside {@code literal(…)}. */
    Operand.Literal literal() {
        return literal(one("a constant"));
    }

    /** A whole number. */
    long whole(ArgumentContext argument, String what) {
        BaseContext base = base(argument.condition());
        if (base == null || base.NUMBER() == null || base.NAME() != null) {
            throw problem(argument.condition().getStart(), what + " is a whole number, like " + word.example() + ".");
        }
        return whole(base, what, ", like 2");
    }

    /** The number of a value that may have a unit. */
    static long whole(BaseContext base, String what, String instead) {
        Token token = base.NUMBER().getSymbol();
        try {
            return Long.parseLong(token.getText());
        } catch (NumberFormatException e) {
            throw problem(token, what + " is a whole number" + (token.getText().matches("-?\\d+")
                    ? " of at most 18 digits."
                    : instead + "."));
        }
    }

    /** The one thing that stands there, if there is no operator or function after it. */
    static @Nullable BaseContext base(ConditionContext condition) {
        OperandContext lone = lone(condition);
        return (lone == null || !lone.call().isEmpty()) ? null : lone.base();
    }

    /** The one operand that stands there, if there is no operator. */
    static @Nullable OperandContext lone(ConditionContext condition) {
        if (condition.conjunction().size() > 1 || condition.conjunction(0).negation().size() > 1) {
            return null;
        }
        var negation = condition.conjunction(0).negation(0);
        return (negation.getChildCount() == 1 && negation.comparison().operand().size() == 1)
                ? negation.comparison().operand(0)
                : null;
    }

    private static QueryException problem(Token token, String problem) {
        return QueryParser.problem(token, problem);
    }
}
