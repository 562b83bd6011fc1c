package io.selfsame.compute.evaluate;

import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.query.Query;
import java.util.Set;

/**
 * An audience or a computed trait, ready for evaluation. Immutable.
 *
 * @param id {@code aud_…} or {@code tra_…}
 * @param key the name of the trait it writes
 * @param level whether it is about people or accounts
 * @param query a membership for audiences, a computation for computed traits
 * @param needs types of external IDs: only people with an ID of one of these types count; empty: everybody counts
 * @param version grows with each change of what is evaluated
 */
public record Definition(String id, String key, Level level, Query query, Set<String> needs, int version) {

    /** Whether a definition is about people or accounts. */
    public enum Level {
        /** People. */
        USERS,
        /** Accounts, through the people who belong to them. */
        ACCOUNTS;

        /** The level of definitions about a person or an account. */
        public static Level of(Owner owner) {
            return switch (owner) {
                case ProfileId person -> USERS;
                case AccountKey account -> ACCOUNTS;
            };
        }

        /** The person or account with an ID. */
        public Owner owner(String text) {
            return switch (this) {
                case USERS -> new ProfileId(text);
                case ACCOUNTS -> new AccountKey(text);
            };
        }
    }

    public Definition {
        needs = Set.copyOf(needs);
    }

    public boolean isAudience() {
        return query instanceof Query.Membership;
    }
}
