package io.selfsame.identity;

import io.selfsame.space.Grant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The merge protection of a space, in one version. Immutable and thread safe.
 *
 * @param version counts from 1; each decision names the version it was made under
 * @param rules the types with rules of their own, in the order in which they were given; any other type gets the
 *            standard ones
 * @param maxMerges the most child profiles in one person
 * @param maxIdentifiers the most external IDs in one person
 * @param defaultBlocked whether {@link BlockList#DEFAULT} applies to every type
 * @param traitPolicies by trait name, where not {@link TraitPolicy#NEWEST}
 * @param browserIds the types of external ID that browser keys may send; empty for all
 */
public record IdentityRules(int version, Map<String, IdentifierRule> rules, int maxMerges, int maxIdentifiers,
        boolean defaultBlocked, Map<String, TraitPolicy> traitPolicies, Optional<Set<String>> browserIds) {

    public static final int MAX_MERGES = 100;
    public static final int MAX_IDENTIFIERS = 1_000;

    private static final IdentifierRule USER_ID = IdentifierRule.standard(ExternalId.USER_ID);
    private static final IdentifierRule EMAIL = IdentifierRule.standard(ExternalId.EMAIL);
    private static final int STANDARD_PRIORITY = IdentifierRule.standard("").priority();

    /** Copies. The order of the rules is kept: it is the one in which their trait keys are looked up. */
    public IdentityRules {
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
        traitPolicies = Collections.unmodifiableMap(new LinkedHashMap<>(traitPolicies));
        browserIds = browserIds.map(types -> Collections.unmodifiableSet(new LinkedHashSet<>(types)));
    }

    /** Of rules with a type each, with every type allowed to browser keys. */
    IdentityRules(int version, List<IdentifierRule> rules, int maxMerges, int maxIdentifiers, boolean defaultBlocked,
            Map<String, TraitPolicy> traitPolicies) {
        this(version, byType(rules), maxMerges, maxIdentifiers, defaultBlocked, traitPolicies, Optional.empty());
    }

    private static Map<String, IdentifierRule> byType(List<IdentifierRule> rules) {
        Map<String, IdentifierRule> byType = new LinkedHashMap<>();
        rules.forEach(rule -> byType.put(rule.type(), rule));
        return byType;
    }

    /** What a new space starts with. */
    public static IdentityRules defaults() {
        return new IdentityRules(1,
                List.of(IdentifierRule.standard(ExternalId.USER_ID), IdentifierRule.standard(ExternalId.EMAIL)),
                MAX_MERGES, MAX_IDENTIFIERS, true, Map.of());
    }

    /** The rule of a type, its own or the standard one. */
    public IdentifierRule of(String type) {
        IdentifierRule own = rules.get(type);
        if (own != null) {
            return own;
        }
        return switch (type) {
            case ExternalId.USER_ID -> USER_ID;
            case ExternalId.EMAIL -> EMAIL;
            default -> IdentifierRule.standard(type);
        };
    }

    /** The value or pattern that keeps a value from being an identifier, if any. */
    public Optional<String> blocks(ExternalId id) {
        Optional<String> own = of(id.type()).blocked().blocks(id.value());
        return own.isPresent() || !defaultBlocked ? own : BlockList.DEFAULT.blocks(id.value());
    }

    /** Whether such a write key may send external IDs of a type. */
    boolean allows(Grant.KeyKind key, String type) {
        return key == Grant.KeyKind.SERVER || browserIds.map(types -> types.contains(type)).orElse(true);
    }

    /** Highest precedence first; within one type the sort must be stable to keep the order of extraction. */
    Comparator<ExternalId> precedence() {
        return Comparator.comparing(ExternalId::type, typePrecedence());
    }

    /** Highest precedence first. */
    Comparator<String> typePrecedence() {
        return Comparator.<String>comparingInt(this::priority).thenComparing(Comparator.naturalOrder());
    }

    /** That of {@link #of}, without making a rule: sorts ask for it over and over. */
    private int priority(String type) {
        IdentifierRule own = rules.get(type);
        if (own != null) {
            return own.priority();
        }
        return switch (type) {
            case ExternalId.USER_ID -> USER_ID.priority();
            case ExternalId.EMAIL -> EMAIL.priority();
            default -> STANDARD_PRIORITY;
        };
    }

    IdentityRules withVersion(int number) {
        return new IdentityRules(number, rules, maxMerges, maxIdentifiers, defaultBlocked, traitPolicies,
                browserIds);
    }
}
