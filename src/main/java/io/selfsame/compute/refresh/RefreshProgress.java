package io.selfsame.compute.refresh;

import io.selfsame.graph.Graph;
import io.selfsame.graph.Statement;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.space.SpaceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Record;

/**
 * The progress of the refresh of a space, as stored in the graph, so that any instance can continue.
 *
 * @param ledger the last place of the ledger
 * @param seen the last place of the ledger that was evaluated
 * @param walk the definitions for which everybody is being evaluated
 * @param after the last one of the walk: the segment ID of a person or, after all people, a group ID
 * @param accounts whether the walk has reached the accounts
 * @param walked the number of people that the walk has passed
 * @param walkOf the number of people when the walk began
 * @param deleted whether deleted definitions have left traits
 * @param hides whether definitions may hide custom traits, which have to be found or removed
 * @param marked whether people are marked for evaluation
 * @param unmarked people whose marks were removed by a run that has not written all results
 * @param failed whether a definition has failed
 * @param by the instance that refreshed the space last
 * @param rulesVersion the version of the identity rules whose trait policies the results follow; empty if none was noted yet
 * @param policies these policies, as text
 * @param timeZone the time zone in which the results were computed
 * @param lists the stored lists that the results are based on, with versions, as text
 */
public record RefreshProgress(long ledger, long seen, long definitionsVersion, List<DefinitionVersion> walk,
        String after,
        boolean accounts, long walked, long walkOf, boolean deleted, boolean hides, boolean marked,
        List<ProfileId> unmarked,
        boolean failed, String by,
        Optional<Integer> rulesVersion, String policies, String timeZone, String lists) {

    private static final Statement POSITION = Statement.of("compute/position");

    /** Reads what is committed; empty if there is no such space. */
    public static Optional<RefreshProgress> read(Graph graph, SpaceId space) {
        return graph.read(POSITION, Map.of("space", space.value())).stream().map(RefreshProgress::of).findFirst();
    }

    private static RefreshProgress of(Record row) {
        return new RefreshProgress(row.get("ledger").asLong(), row.get("seen").asLong(),
                row.get("definitionsVersion").asLong(),
                row.get("walk").asList(value -> DefinitionVersion.parse(value.asString())),
                row.get("after").asString(), row.get("accounts").asBoolean(), row.get("walked").asLong(),
                row.get("walkOf").asLong(), row.get("deleted").asBoolean(), row.get("hides").asBoolean(),
                row.get("marked").asBoolean(),
                row.get("unmarked").asList(value -> new ProfileId(value.asString())),
                row.get("failed").asBoolean(), row.get("by").asString(),
                row.get("rulesVersion").isNull() ? Optional.empty() : Optional.of(row.get("rulesVersion").asInt()),
                row.get("policies").asString(), row.get("timeZone").asString(),
                row.get("lists").asString());
    }
}
