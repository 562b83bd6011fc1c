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
 * Where the refresh of a space stands, as the graph has it: so any instance can go on.
 *
 * @param ledger the last place of the ledger
 * @param seen the last place that was looked at
 * @param walk the definitions that a walk over everybody is under way for
 * @param after whom the walk has come to: the segment ID of a person or, once it has come to the accounts, a group ID
 * @param accounts whether it has come to the accounts
 * @param walked how many people it has passed
 * @param walkOf how many people there were when it began
 * @param deleted whether deleted definitions have left something
 * @param hides whether definitions may hide custom traits, and these are to be dropped or looked for
 * @param marked whether somebody is marked to be looked at
 * @param unmarked whose marks a run has taken off that has not written all about them
 * @param failed whether a definition has failed
 * @param by which service refreshed the space the last time
 * @param rulesVersion of the identity rules whose trait policies the results follow; empty if nobody has said yet
 * @param policies these, as text
 * @param timeZone the name of the one in which the results were computed
 * @param lists the stored lists of the results, with versions, as text
 */
public record RefreshProgress(long ledger, long seen, long definitionsVersion, List<DefinitionVersion> walk,
        String after,
        boolean accounts, long walked, long walkOf, boolean deleted, boolean hides, boolean marked,
        List<ProfileId> unmarked,
        boolean failed, String by,
        Optional<Integer> rulesVersion, String policies, String timeZone, String lists) {

    private static final Statement POSITION = Statement.of("compute/position");

    /** As committed now; empty if there is no such space. */
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
