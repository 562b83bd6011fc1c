package io.selfsame.identity.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.selfsame.http.Access;
import io.selfsame.http.Bodies;
import io.selfsame.http.Endpoints;
import io.selfsame.http.HttpError;
import io.selfsame.http.Operation;
import io.selfsame.identity.BlockList;
import io.selfsame.identity.IdentityRules;
import io.selfsame.identity.RulesJson;
import io.selfsame.identity.RulesStore;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;

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
                    try {
                        answer(ctx, space, rules.change(space, Bodies.json(ctx, BODY)));
                    } catch (IllegalArgumentException e) {
                        throw HttpError.badRequest("validation_error", String.valueOf(e.getMessage()));
                    }
                });
    }

    /**
     * The rules as PUT takes them, and beside them what follows from them: at the top, and once more under {@code data},
     * where Segment's Public API has its answers.
     */
    private void answer(Context ctx, SpaceId space, IdentityRules current) {
        ObjectNode body = RulesJson.write(current);
        ObjectNode data = Json.object();
        data.put("version", current.version());
        data.setAll(body);
        data.set("browserKeys", RulesJson.browserKeys(current));
        var joined = data.putArray("joined");
        rules.joinedTypes(space).stream().filter(type -> !current.rules().containsKey(type))
                .forEach(type -> joined.add(RulesJson.rule(current.of(type))));
        data.set("defaultBlockList", RulesJson.blocked(BlockList.DEFAULT));
        ObjectNode answer = data.deepCopy();
        answer.set("data", data);
        Bodies.answer(ctx, answer);
    }
}
