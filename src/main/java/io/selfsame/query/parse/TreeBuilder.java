package io.selfsame.query.parse;

import io.selfsame.query.Comparator;
import io.selfsame.query.Condition;
import io.selfsame.query.Operand;
import io.selfsame.query.Query;
import io.selfsame.query.QueryException;
import io.selfsame.query.SelfsameQueryLexer;
import io.selfsame.query.SelfsameQueryParser.CallContext;
import io.selfsame.query.SelfsameQueryParser.ComparisonContext;
import io.selfsame.query.SelfsameQueryParser.ConditionContext;
import io.selfsame.query.SelfsameQueryParser.ConjunctionContext;
import io.selfsame.query.SelfsameQueryParser.NegationContext;
import io.selfsame.query.SelfsameQueryParser.OperandContext;
import io.selfsame.query.SelfsameQueryParser.QueryContext;
import io.selfsame.query.check.SourcePositions;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Builds the tree of conditions from what the grammar saw; {@link ChainReader} reads what is compared in them. One for each text. */
final class TreeBuilder {

    private final SourcePositions places;
    private final ChainReader chains;

    TreeBuilder(SourcePositions places) {
        this.places = places;
        this.chains = new ChainReader(places, this);
    }

    Query.Membership membership(QueryContext query) {
        return new Query.Membership(condition(query.condition()));
    }

    Query.Computation computation(QueryContext query) {
        OperandContext lone = Arguments.lone(query.condition());
        if (lone == null) {
            throw notAValue(query.condition());
        }
        ChainPart part = chains.part(lone);
        return switch (part) {
            case ChainPart.ValueChain(Operand.Reduction reduction) -> new Query.Computation(reduction);
            case ChainPart.ValueChain value ->
                throw problem(lone, "A computed trait is made of events: it begins with event('…').");
            case ChainPart.EventChain stream ->
                throw problem(lone, "A computed trait is one value: say which, like .count() or "
                        + ".sum(property('total')).");
            case ChainPart.TruthChain truth -> throw problem(lone.call().isEmpty() ? lone : lone.call().getLast(),
                    "A computed trait is a value, not a condition: leave this out, or make it an audience.");
        };
    }

    private static QueryException notAValue(ConditionContext condition) {
        ComparisonContext first = condition.conjunction(0).negation(0).comparison();
        boolean compared = condition.conjunction().size() == 1 && condition.conjunction(0).negation().size() == 1
                && condition.conjunction(0).negation(0).getChildCount() == 1;
        Token at = compared ? first.OPERATOR(0).getSymbol() : condition.getStart();
        return QueryParser.problem(at, "A computed trait is a value, not a condition: " + (compared
                ? "leave the comparison out, or make it an audience."
                : "it has no AND, OR or NOT."));
    }

    Condition condition(ConditionContext condition) {
        List<Condition> any = condition.conjunction().stream().map(this::conjunction).toList();
        return any.size() == 1 ? any.getFirst() : place(condition, new Condition.Or(any));
    }

    private Condition conjunction(ConjunctionContext conjunction) {
        List<Condition> all = conjunction.negation().stream().map(this::negation).toList();
        return all.size() == 1 ? all.getFirst() : place(conjunction, new Condition.And(all));
    }

    private Condition negation(NegationContext negation) {
        Condition condition = comparison(negation.comparison());
        // All before the comparison are words; the nearest is about the least.
        for (int i = negation.getChildCount() - 2; i >= 0; i--) {
            Token word = ((TerminalNode) negation.getChild(i)).getSymbol();
            condition = places.put(prefixed(word, condition), QueryParser.place(word));
        }
        return condition;
    }

    private static Condition prefixed(Token word, Condition condition) {
        if (word.getType() == SelfsameQueryLexer.NOT) {
            return new Condition.Not(condition);
        }
        return word.getText().equalsIgnoreCase(FunctionName.ANY.text())
                ? new Condition.AnyUser(condition)
                : new Condition.AllUsers(condition);
    }

    private Condition comparison(ComparisonContext comparison) {
        OperandContext first = comparison.operand(0);
        if (comparison.OPERATOR().isEmpty()) {
            return truth(first);
        }
        if (comparison.OPERATOR().size() > 1) {
            throw QueryParser.problem(comparison.OPERATOR(1).getSymbol(),
                    "A comparison has two sides: join two comparisons "
                            + "by AND.");
        }
        Token symbol = comparison.OPERATOR(0).getSymbol();
        refuseNull(comparison.operand(1), symbol.getText());
        Operand left = switch (chains.part(first)) {
            case ChainPart.ValueChain(Operand operand) -> ChainReader.named(first, operand);
            case ChainPart.EventChain stream ->
                throw problem(first, "Many events are not one value: reduce them first, like "
                        + ".count() " + symbol.getText() + " 1.");
            case ChainPart.TruthChain truth ->
                throw QueryParser.problem(symbol, "What stands before this is true or false already: "
                        + "leave the comparison out, or begin with NOT.");
        };
        var op = Comparator.Op.of(symbol.getText()).orElseThrow();
        return place(comparison, new Condition.Is(left, places.put(
                new Comparator.Compare(op, right(comparison.operand(1))), QueryParser.place(symbol))));
    }

    private static void refuseNull(OperandContext right, String symbol) {
        CallContext call = right.base().call();
        if (call != null && call.OPEN() == null && right.call().isEmpty()
                && List.of("null", "nil", "undefined").contains(call.NAME().getText().toLowerCase(Locale.ROOT))) {
            throw problem(right, symbol.equals("!=")
                    ? "A value that is there is found by .exists(), not by != null."
                    : "A missing value is found by .absent(), not by " + symbol + " " + call.NAME().getText() + ".");
        }
    }

    /** The value on the right of a comparison, or inside its brackets. */
    Operand right(OperandContext operand) {
        return right(operand, chains.part(operand));
    }

    /** The same, before it is taken as something. */
    Operand asIs(OperandContext operand) {
        return right(operand, chains.chain(operand));
    }

    private static Operand right(OperandContext operand, ChainPart part) {
        return switch (part) {
            case ChainPart.ValueChain(Operand value) -> value;
            case ChainPart.EventChain stream -> throw problem(operand, "Many events are not one value.");
            case ChainPart.TruthChain truth ->
                throw problem(operand, "A condition is not a value: on the right of a comparison stands "
                        + "a text, a number, true, false, or a single property(..), context(..) or trait(..).");
        };
    }

    /** A chain that stands for itself, as a condition. */
    private Condition truth(OperandContext operand) {
        return switch (chains.part(operand)) {
            case ChainPart.TruthChain(Condition condition) -> condition;
            case ChainPart.ValueChain(Operand.Trait trait) -> place(operand, new Condition.Is(trait,
                    new Comparator.Compare(Comparator.Op.EQUALS, new Operand.Literal(true))));
            case ChainPart.ValueChain(Operand.Reduction reduction) ->
                throw problem(operand, "This is a value, not a condition: compare "
                        + "it, like >= 1.");
            case ChainPart.ValueChain(Operand.Literal literal) -> throw problem(operand, "A constant is no condition.");
            case ChainPart.ValueChain(Operand.Element element) ->
                throw problem(operand, "This is a value, not a condition: compare it, like = true or .exists().");
            case ChainPart.ValueChain(Operand.CreatedAt created) ->
                throw problem(operand,
                        "This is a value, not a condition: compare it, like created_at().within_last(7 days).");
            case ChainPart.ValueChain(Operand.Field field) ->
                throw problem(operand, "This is a value, not a condition: compare it, "
                        + "like = true or .exists().");
            case ChainPart.EventChain stream ->
                throw problem(operand, "How many events? Count and compare them, like .count() >= 1.");
        };
    }

    private <T> T place(ParserRuleContext context, T part) {
        return places.put(part, QueryParser.place(context.getStart()));
    }

    private static QueryException problem(ParserRuleContext context, String problem) {
        return QueryParser.problem(context.getStart(), problem);
    }
}
