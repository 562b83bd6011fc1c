package io.selfsame.profile;

import io.selfsame.graph.Graph.RowPage;
import io.selfsame.graph.Statement;
import io.selfsame.http.Paging;
import io.selfsame.identity.TraitPolicy;
import io.selfsame.identity.ids.AccountKey;
import io.selfsame.identity.ids.Owner;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.space.SpaceId;
import io.selfsame.trait.ConsentTraits;
import io.selfsame.trait.StoredTrait;
import io.selfsame.trait.TraitMerge;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Visits the traits of one person or account by name, part by part. Immutable.
 *
 * @param parameter the name under which the statement takes the owner
 */
record TraitWalk(ProfileReader reader, SpaceId space, Statement statement, String parameter, Owner owner) {

    private static final Statement MANY = Statement.of("profile/manyTraits");
    private static final Statement OF_ACCOUNT = Statement.of("profile/accountTraits");

    /** Traits of single profiles that are read at once. */
    static final int SOME = 500;

    static TraitWalk ofPerson(ProfileReader reader, SpaceId space, ProfileId root) {
        return new TraitWalk(reader, space, MANY, "root", root);
    }

    static TraitWalk ofAccount(ProfileReader reader, SpaceId space, AccountKey key) {
        return new TraitWalk(reader, space, OF_ACCOUNT, "key", key);
    }

    /** How often may still be read. For one thread. */
    static final class Reads {
        private int left;

        Reads(int most) {
            left = most;
        }

        boolean take() {
            return left-- > 0;
        }
    }

    /**
     * Visits merged traits in the order of the database, until the visitor wants no more, or too much was read.
     *
     * @param first the name to begin with
     * @param names of the traits to read; empty: all
     * @param reads how often may be read
     * @param visitor returns whether it wants more
     * @return the name to continue with; null if there is none, or the visitor wanted no more
     */
    @Nullable
    String walk(String first, Set<String> names,
            Map<String, TraitPolicy> policies, Reads reads, Predicate<StoredTrait> visitor) {
        String from = first;
        int limit = SOME;
        long length = Paging.PageSize.MOST;
        while (reads.take()) {
            RowPage<StoredTrait> page = page(from, names, limit, length);
            List<StoredTrait> read = page.rows();
            boolean more = page.more() || read.size() == limit;
            String last = more ? read.getLast().name() : "";
            if (more && read.getFirst().name().equals(last)) {
                // More profiles have this trait than one read holds.
                limit *= 4;
                length *= 4;
                continue;
            }
            List<StoredTrait> whole = more ? read.stream().filter(one -> !one.name().equals(last)).toList() : read;
            var merged = TraitMerge.merge(whole, policies);
            for (String name : new LinkedHashSet<>(whole.stream().map(StoredTrait::name).toList())) {
                StoredTrait trait = merged.get(name);
                if (trait != null && !visitor.test(trait)) {
                    return null;
                }
            }
            if (!more) {
                return null;
            }
            from = last;
        }
        return from;
    }

    /** Traits from a name on, those of one name together. There may be more even if there are fewer than {@code limit}. */
    private RowPage<StoredTrait> page(String from, Set<String> names, int limit, long length) {
        return reader.page(space, statement, Map.of(parameter, owner.value(), "from", from, "names", List.copyOf(names),
                "hiddenPrefix", ConsentTraits.PREFIX, "limit", limit), length, row -> StoredTrait.of(row.get("trait")));
    }
}
