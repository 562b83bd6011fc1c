package io.selfsame.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.selfsame.identity.ExternalId;
import io.selfsame.json.ApiSchema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the routes of the ledger answer: decisions, and who is tied to whom by what. */
final class LedgerAnswers {

    private static final String IDENTIFIES = "identifies";
    private static final String MERGED_INTO = "merged_into";

    private LedgerAnswers() {}

    /** A merge of a decision. */
    @ApiSchema
    record MergedPair(String child, String parent) {}

    /** An ID of an event that was linked before, and of which the ledger keeps nothing. */
    record KnownId(String type, String id, String fate) {

        static KnownId of(ExternalId id) {
            return new KnownId(id.type(), id.value(), "known");
        }
    }

    /**
     * What an event did.
     *
     * @param segmentId null if it was refused
     * @param code why it was refused
     * @param identifiers as the ledger keeps them
     */
    @ApiSchema("Decision")
    @JsonNaming(SnakeCaseStrategy.class)
    record DecisionFields(String messageId, Instant timestamp, long seq, String outcome, @Nullable String segmentId,
            Optional<String> code, JsonNode identifiers, List<MergedPair> merged, int rulesVersion,
            Optional<String> summary) {}

    /** A profile or an external ID of a merged subgraph. */
    @ApiSchema
    @JsonNaming(SnakeCaseStrategy.class)
    record IdentityNode(String id, String kind, Optional<String> type, Optional<String> value,
            Optional<Instant> createdAt, Optional<Long> seq, Optional<Boolean> canonical) {

        static IdentityNode profile(String id, Instant createdAt, long seq, boolean canonical) {
            return new IdentityNode(id, "profile", Optional.empty(), Optional.empty(), Optional.of(createdAt),
                    Optional.of(seq), Optional.of(canonical));
        }

        static IdentityNode externalId(String name, String type, String value) {
            return new IdentityNode(name, "external_id", Optional.of(type), Optional.of(value), Optional.empty(),
                    Optional.empty(), Optional.empty());
        }
    }

    /** A link from an external ID to a profile, or a merge from child to parent. */
    @ApiSchema
    @JsonNaming(SnakeCaseStrategy.class)
    record IdentityEdge(String kind, String from, String to, Optional<Instant> since, Optional<Instant> at,
            String messageId, Optional<String> via, Optional<String> rule, Optional<Integer> rulesVersion,
            Optional<Long> seq) {

        static IdentityEdge link(String from, String to, Instant since, String messageId, Optional<String> rule,
                Optional<Integer> rulesVersion, Optional<Long> seq) {
            return new IdentityEdge(IDENTIFIES, from, to, Optional.of(since), Optional.empty(), messageId,
                    Optional.empty(), rule, rulesVersion, seq);
        }

        static IdentityEdge merge(String child, String parent, Instant at, String messageId, String via, String rule,
                Optional<Long> seq) {
            return new IdentityEdge(MERGED_INTO, child, parent, Optional.empty(), Optional.of(at), messageId,
                    Optional.of(via), Optional.of(rule), Optional.empty(), seq);
        }
    }

    /** @param truncated true if there is more than is shown, else absent */
    @ApiSchema
    record MergedSubgraph(String canonical, List<IdentityNode> nodes, List<IdentityEdge> edges,
            Optional<Boolean> truncated) {}

    @ApiSchema
    record IdentityAnswer(MergedSubgraph identity) {}

    /** The ID that holds a blob together; nothing if there is none. */
    @ApiSchema
    record Glue(Optional<String> type, Optional<String> id, Optional<Long> merges, Optional<Long> refusals) {

        static final Glue NONE = new Glue(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * A person who may be several.
     *
     * @param tooLarge more than one person should have
     * @param why in words
     */
    @ApiSchema
    @JsonNaming(SnakeCaseStrategy.class)
    record Blob(String segmentId, Optional<String> name, boolean tooLarge, String why, long score, long children,
            long identifiers, long refusals, Glue glue) {}

    @ApiSchema
    record BlobsAnswer(List<Blob> data) {}

    /**
     * How two external IDs are tied, or why they are not.
     *
     * @param segmentId of both, if they are tied
     * @param fromSegmentId of the first, if each identifies somebody and they are not tied; {@code toSegmentId} likewise
     */
    @ApiSchema("ExplanationAnswer")
    @JsonNaming(SnakeCaseStrategy.class)
    record Tie(String from, String to, boolean tied, Optional<String> segmentId, Optional<List<IdentityEdge>> chain,
            Optional<String> fromSegmentId, Optional<String> toSegmentId, Optional<List<DecisionFields>> refusals,
            Optional<String> reason, Optional<String> message) {

        static Tie tied(ExternalId from, ExternalId to, String segmentId, List<IdentityEdge> chain) {
            return new Tie(from.toString(), to.toString(), true, Optional.of(segmentId), Optional.of(chain),
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        static Tie none(ExternalId from, ExternalId to, Optional<String> fromSegmentId, Optional<String> toSegmentId,
                Optional<List<DecisionFields>> refusals, String reason, String message) {
            return new Tie(from.toString(), to.toString(), false, Optional.empty(), Optional.empty(), fromSegmentId,
                    toSegmentId, refusals, Optional.of(reason), Optional.of(message));
        }
    }
}
