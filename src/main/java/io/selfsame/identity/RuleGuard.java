package io.selfsame.identity;

/** The check in Cypher found that a write would break the rules. The transaction is rolled back; nothing is stored. */
public final class RuleBroken extends RuntimeException {

    RuleBroken(String message) {
        super(message);
    }
}
