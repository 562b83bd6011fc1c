package io.selfsame.compute.evaluate;

import io.selfsame.identity.ids.AccountKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which accounts are in which audiences, evaluated before the people whose definitions ask for that. Nothing else of a whole
 * space is kept in memory: about a hundred bytes for each account in an audience, up to a limit. For one thread.
 */
public final class AccountMemberships {

    private static final int MOST = 500_000;

    /** Keys of accounts by the id of the audience, as plain text: there may be hundreds of thousands, and 16 bytes more for each. */
    private final Map<String, Set<String>> in = new HashMap<>();
    private final Map<String, Set<String>> failed = new HashMap<>();
    private int size;

    /**
     * Adds the result of an audience for an account.
     *
     * @throws RunControl.RunEnded if there are more than are kept
     */
    public void add(Definition audience, AccountKey account, Evaluator.Outcome outcome) {
        if (outcome.failure().isPresent()) {
            put(failed, audience, account);
        } else if (outcome.isMember()) {
            put(in, audience, account);
        }
    }

    private void put(Map<String, Set<String>> into, Definition audience, AccountKey account) {
        if (++size > MOST) {
            throw new RunControl.RunEnded("People are asked for by the audiences of their accounts, and more than "
                    + MOST
                    + " accounts are in these; make a definition of it, which a refresh works out step by step");
        }
        into.computeIfAbsent(audience.id(), id -> new HashSet<>()).add(account.value());
    }

    boolean isIn(Definition audience, AccountKey account) {
        return in.getOrDefault(audience.id(), Set.of()).contains(account.value());
    }

    boolean hasFailed(Definition audience, AccountKey account) {
        return failed.getOrDefault(audience.id(), Set.of()).contains(account.value());
    }
}
