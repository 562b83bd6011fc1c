package io.selfsame.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.graph.Graph;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.space.Grant;
import io.selfsame.space.SpaceId;
import io.selfsame.testing.TestServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The check in Cypher refuses what the program was tricked into deciding. Decisions are forged here and handed to the
 * store as if the resolver had made them.
 */
class ThirdGuardIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final IdentityStore store = new IdentityStore();
    private Graph graph;
    private SpaceId space;

    @BeforeEach
    void open() {
        graph = new Graph(TestServer.shared().neo4j());
        space = new SpaceId(TestServer.shared().newSpace().id());
    }

    @AfterEach
    void close() {
        graph.close();
    }

    @Test
    void aSecondUserIdOnOneProfile() {
        refused("user_id", created(1, "user_id:u1", "user_id:u2"));
    }

    @Test
    void aSecondUserIdInAnotherTransaction() {
        ProfileId first = write(created(1, "user_id:u1"));
        refused("user_id", attached(2, first, NOON, "user_id:u2"));
    }

    @Test
    void aMergeOfTwoUserIds() {
        ProfileId first = write(created(1, "user_id:u1"));
        ProfileId second = write(created(2, "user_id:u2"));
        refused("user_id", merged(3, first, second));
    }

    @Test
    void aSixthAnonymousId() {
        ProfileId first = write(created(1, IntStream.range(0, 5).mapToObj(i -> "anonymous_id:a" + i)
                .toArray(String[]::new)));
        refused("anonymous_id", attached(2, first, NOON, "anonymous_id:a5"));
    }

    @Test
    void aSixthAnonymousIdWithinTheWeekButNotAfterIt() {
        IdentityRules weekly = rules(new IdentifierRule("anonymous_id", 5, Period.WEEKLY, 3, BlockList.NONE, List.of()),
                100, 1_000);
        ProfileId first = write(weekly, created(1, IntStream.range(0, 5).mapToObj(i -> "anonymous_id:a" + i)
                .toArray(String[]::new)));
        refused(weekly, "anonymous_id", attached(2, first, NOON.plusSeconds(7 * 86_400), "anonymous_id:a5"));
        write(weekly, attached(2, first, NOON.plusSeconds(7 * 86_400 + 1), "anonymous_id:a5"));
    }

    @Test
    void moreMergesThanAllowed() {
        IdentityRules one = rules(IdentifierRule.standard("user_id"), 1, 1_000);
        ProfileId first = write(created(1, "user_id:u1"));
        ProfileId second = write(created(2, "anonymous_id:a1"));
        ProfileId third = write(created(3, "anonymous_id:a2"));
        write(one, merged(4, first, second));
        refused(one, "merges", merged(5, first, third));
    }

    @Test
    void moreIdentifiersThanAllowed() {
        IdentityRules two = rules(IdentifierRule.standard("user_id"), 100, 2);
        ProfileId first = write(two, created(1, "user_id:u1", "email:a@x"));
        refused(two, "identifiers", attached(2, first, NOON, "anonymous_id:a1"));
    }

    @Test
    void profilesThatWereKeptApart() {
        ProfileId first = write(created(1, "user_id:u1"));
        ProfileId second = write(created(2, "anonymous_id:a1"));
        keepApart(first, second);
        refused("profiles kept apart", merged(3, first, second));
    }

    private void keepApart(ProfileId one, ProfileId other) {
        graph.write(new io.selfsame.graph.Statement("test",
                "MATCH (a:Profile {segmentId: $a}) MATCH (b:Profile {segmentId: $b}) CREATE (a)-[:KEPT_APART]->(b)"),
                Map.of("a", one.value(), "b", other.value()));
    }

    @Test
    void profilesThatWereOneBeforeTheyWereKeptApartMayStay() {
        ProfileId first = write(created(1, "user_id:u1"));
        ProfileId second = write(created(2, "anonymous_id:a1"));
        ProfileId third = write(created(3, "anonymous_id:a2"));
        ProfileId fourth = write(created(4, "anonymous_id:a3"));
        write(merged(5, first, second));
        keepApart(first, second);
        write(attached(6, first, NOON, "anonymous_id:a4"));
        write(merged(7, first, third));
        keepApart(second, fourth);
        refused("profiles kept apart", merged(8, first, fourth));
    }

    @Test
    void aTypeWithoutARuleHasItsOwnStandard() {
        IdentityRules noUserId = rules(IdentifierRule.standard("email"), 100, 1_000);
        refused(noUserId, "user_id", created(1, "user_id:u1", "user_id:u2"));
        ProfileId first = write(noUserId, created(2, "user_id:u1"));
        ProfileId second = write(noUserId, created(3, "user_id:u2"));
        refused(noUserId, "user_id", merged(4, first, second));
    }

    @Test
    void whatWasOverTheLimitBeforeMayStay() {
        IdentityRules loose = rules(new IdentifierRule("user_id", 3, Period.EVER, 1, BlockList.NONE, List.of()), 100,
                1_000);
        ProfileId first = write(loose, created(1, "user_id:u1", "user_id:u2"));
        write(attached(2, first, NOON, "anonymous_id:a1"));
        ProfileId second = write(created(3, "anonymous_id:a2"));
        write(merged(4, first, second));
    }

    @Test
    void oneIdOnTwoProfilesIsRefusedByTheDatabaseItself() {
        write(created(1, "user_id:u1"));
        assertThrows(RuntimeException.class, () -> write(created(2, "user_id:u1")));
    }

    private static IdentityRules rules(IdentifierRule rule, int maxMerges, int maxIdentifiers) {
        return new IdentityRules(1, List.of(rule), maxMerges, maxIdentifiers, true, Map.of());
    }

    private ProfileId write(ResolvedEvent forged) {
        return write(IdentityRules.defaults(), forged);
    }

    private ProfileId write(IdentityRules rules, ResolvedEvent forged) {
        return graph.write(tx -> {
            store.write(tx, space, List.of(forged), rules);
            return switch (forged.decision()) {
                case Decision.Created d -> d.profile();
                case Decision.Attached d -> d.profile();
                case Decision.Merged d -> d.profile();
                case Decision.Refused d -> throw new IllegalArgumentException();
            };
        });
    }

    private void refused(String what, ResolvedEvent forged) {
        refused(IdentityRules.defaults(), what, forged);
    }

    private void refused(IdentityRules rules, String what, ResolvedEvent forged) {
        long before = relationships();
        RuleGuard.RuleBroken broken = assertThrows(RuleGuard.RuleBroken.class, () -> write(rules, forged));
        assertTrue(String.valueOf(broken.getMessage()).contains(what), broken.getMessage());
        assertEquals(before, relationships(), "nothing of it is stored");
    }

    private long relationships() {
        return graph.read(new io.selfsame.graph.Statement("test",
                "MATCH (p:Profile {space: $space}) RETURN count(p) + sum(COUNT { (p)--() }) AS n"),
                Map.of("space", space.value())).getFirst().get("n").asLong();
    }

    private static ResolvedEvent created(long seq, String... ids) {
        return resolved(seq, NOON, new Decision.Created(ProfileId.next(), linked(ids)));
    }

    private static ResolvedEvent attached(long seq, ProfileId profile, Instant at, String... ids) {
        return resolved(seq, at, new Decision.Attached(profile, linked(ids)));
    }

    private static ResolvedEvent merged(long seq, ProfileId parent, ProfileId child) {
        var via = ExternalId.parse("anonymous_id:tie").orElseThrow();
        return resolved(seq, NOON,
                new Decision.Merged(parent, List.of(new Decision.Merge(child, parent, via)), List.of()));
    }

    private static List<IdOutcome> linked(String... ids) {
        List<IdOutcome> outcomes = new ArrayList<>();
        for (String id : ids) {
            outcomes.add(new IdOutcome.Linked(ExternalId.parse(id).orElseThrow()));
        }
        return outcomes;
    }

    private static ResolvedEvent resolved(long seq, Instant at, Decision decision) {
        return new ResolvedEvent(0, new EventIdentity("m" + seq, at, "src_test", Grant.KeyKind.SERVER, List.of()), seq,
                decision);
    }
}
