package io.selfsame.query.parse;

import io.selfsame.query.Condition;
import io.selfsame.query.Events;
import io.selfsame.query.Operand;

/** What a chain of functions, like {@code event(…).count()}, is so far. */
sealed interface ChainPart {

    /** Events, not yet one value. */
    record EventChain(Events events) implements ChainPart {}

    record ValueChain(Operand operand) implements ChainPart {}

    record TruthChain(Condition condition) implements ChainPart {}
}
