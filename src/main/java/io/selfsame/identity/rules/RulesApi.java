package io.selfsame.identity.rules;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.javalin.http.Context;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.Operation;
import io.selfsame.identity.BlockList;
import io.selfsame.identity.IdentityRules;
import io.selfsame.identity.RulesForm;
import io.selfsame.identity.RulesForm.KeysForm;
import io.selfsame.identity.RulesForm.ListForm;
import io.selfsame.identity.RulesForm.RuleForm;
import io.selfsame.identity.RulesStore;
import io.selfsame.json.ApiSchema;
import io.selfsame.space.SpaceId;
import java.util.List;
import java.util.Map;

/** Management: the identity rules of a space. */
public final class RulesApi {

    private static final int BODY = 256 * 1024;

    private final RulesStore rules;

    public RulesApi(RulesStore rules) {
        this.rules = rules;
    }

    /** Adds the routes. */
    public void routes(Endpoints endpoints) {
        String tag = "Identity rules";
        String path = "/v1/spaces/{space}/identity-rules";
        endpoints.get(path, Access.VIEWER, Operation.of(tag, "getIdentityRules", "Read the identity rules of a space")
                .answers(200, "The rules in force", "IdentityRulesAnswer"), ctx -> {
                    SpaceId space = Endpoints.space(ctx);
                    answer(ctx, space, rules.latest(space));
                });
        endpoints.put(path, Access.ADMIN,
                Operation.of(tag, "replaceIdentityRules", "Replace the identity rules of a space")
                        .describedAs("They hold for the events that follow.").takes("IdentityRules")
                        .answers(200, "The rules now in force", "IdentityRulesAnswer").fails("validation_error"),
                ctx -> {
                    SpaceId space = Endpoints.space(ctx);
                    answer(ctx, space, rules.change(space, Bodies.json(ctx, BODY)));
                });
    }

    /** The rules, and beside them what follows from them. */
    @ApiSchema
    record CurrentIdentityRules(int version, List<RuleForm> identifiers, int maxMerges, int maxIdentifiers,
            boolean defaultBlocked, Map<String, String> traitPolicies, KeysForm browserKeys, List<RuleForm> joined,
            ListForm defaultBlockList) {}

    /** At the top, and once more under {@code data}, where Segment's Public API has its answers. */
    @ApiSchema
    record IdentityRulesAnswer(@JsonUnwrapped CurrentIdentityRules rules, CurrentIdentityRules data) {}

    private void answer(Context ctx, SpaceId space, IdentityRules current) {
        var form = RulesForm.of(current);
        List<RuleForm> joined = rules.joinedTypes(space).stream().filter(type -> !current.rules().containsKey(type))
                .map(type -> RuleForm.of(current.of(type))).toList();
        var shown = new CurrentIdentityRules(current.version(), form.identifiers(), form.maxMerges(),
                form.maxIdentifiers(), form.defaultBlocked(), form.traitPolicies(), KeysForm.of(current), joined,
                ListForm.of(BlockList.DEFAULT));
        Bodies.answer(ctx, new IdentityRulesAnswer(shown, shown));
    }
}
