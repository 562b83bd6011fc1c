package io.selfsame.identity;

import com.google.re2j.Pattern;
import io.selfsame.json.ApiSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Identity rules as {@code PUT} takes them and as they are kept: without the version. */
@ApiSchema("IdentityRules")
public record RulesForm(List<RuleForm> identifiers, int maxMerges, int maxIdentifiers, boolean defaultBlocked,
        Map<String, String> traitPolicies, Optional<KeysForm> browserKeys) {

    static final String EVERY_TYPE = "*";

    /** The rule of a type. */
    @ApiSchema("IdentifierRule")
    public record RuleForm(String type, int limit, String period, int priority, ListForm blocked,
            List<String> traitKeys) {

        public static RuleForm of(IdentifierRule rule) {
            return new RuleForm(rule.type(), rule.limit(), rule.period().text(), rule.priority(),
                    ListForm.of(rule.blocked()), rule.traitKeys().stream().map(IdentifierRule.TraitKey::name).toList());
        }
    }

    /** A block list. */
    @ApiSchema("BlockList")
    public record ListForm(List<String> values, List<String> patterns) {

        public static ListForm of(BlockList list) {
            return new ListForm(list.values().stream().sorted().toList(),
                    list.patterns().stream().map(Pattern::pattern).toList());
        }
    }

    /** What browser keys may send. */
    @ApiSchema("BrowserKeys")
    public record KeysForm(List<String> allowedIds) {

        /** Also where that is everything. */
        public static KeysForm of(IdentityRules rules) {
            return new KeysForm(List.copyOf(rules.browserIds().orElse(Set.of(EVERY_TYPE))));
        }
    }

    /** Without the browser keys where they may send everything: an earlier version can read that. */
    public static RulesForm of(IdentityRules rules) {
        Map<String, String> policies = new LinkedHashMap<>();
        rules.traitPolicies().forEach((name, policy) -> policies.put(name, policy.text()));
        return new RulesForm(
                rules.rules().keySet().stream().sorted(rules.typePrecedence())
                        .map(type -> RuleForm.of(rules.of(type))).toList(),
                rules.maxMerges(), rules.maxIdentifiers(), rules.defaultBlocked(), policies,
                rules.browserIds().map(types -> KeysForm.of(rules)));
    }
}
