package io.selfsame.destination.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.selfsame.destination.Destination;
import io.selfsame.destination.Destination.Call;
import io.selfsame.destination.Destination.Strategy;
import io.selfsame.destination.DestinationSettings;
import io.selfsame.identity.ExternalId;
import io.selfsame.identity.ids.ProfileId;
import io.selfsame.json.Json;
import io.selfsame.space.SpaceId;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallPlanTest {

    private static final ProfileId ADA = new ProfileId("use_ada");
    private static final Change.DefinitionRef VIP = new Change.DefinitionRef("aud_1", "vip");
    private static final Change.DefinitionRef REVENUE = new Change.DefinitionRef("tra_1", "revenue");
    private static final List<ExternalId> IDS = List.of(new ExternalId("anonymous_id", "a1"),
            new ExternalId("user_id", "u1"), new ExternalId("email", "ada@x.example"), new ExternalId("user_id", "u2"));

    private static Destination destination(Destination.Ids ids, Set<Call> audience, Set<Call> trait) {
        var settings = new DestinationSettings.Webhook(URI.create("https://crm.example"), List.of(), Optional.empty(),
                Map.of(), 1, 0);
        return new Destination("dst_1", new SpaceId("shop"), "CRM", settings, true,
                new Destination.Selection(new Destination.Keys.All(), new Destination.Keys.All(), List.of()),
                new Destination.Calls(audience, trait, "Audience Entered", "Audience Exited", "Trait Computed"), ids,
                Destination.AliasOnMerge.OFF, Destination.FirstSync.EVERYBODY, Set.of(), Optional.empty(), 1);
    }

    private static Destination standard() {
        return destination(Destination.Ids.STANDARD, Set.of(Call.IDENTIFY, Call.TRACK), Set.of(Call.IDENTIFY));
    }

    private static Destination of(Strategy strategy, boolean anonymous, String... types) {
        return destination(new Destination.Ids(strategy, Set.of(types), anonymous), Set.of(Call.IDENTIFY),
                Set.of(Call.IDENTIFY));
    }

    private static Change change(long place, Change.DefinitionRef about, Change.What what) {
        return new Change("dst_1/" + place, place, ADA, about, what, Instant.parse("2026-11-30T10:00:00Z"),
                Instant.parse("2026-11-30T10:00:05Z"), false, Set.of(), 0, Set.of());
    }

    private static Change again(Change change) {
        return new Change(change.key(), change.position(), change.owner(), change.about(), change.what(), change.at(),
                change.notedAt(), true,
                Set.of(), 0, Set.of());
    }

    private static Change entered(long place) {
        return change(place, VIP, new Change.What.Entered());
    }

    private static Change exited(long place) {
        return change(place, VIP, new Change.What.Exited());
    }

    private static Change computed(long place, JsonNode value) {
        return change(place, REVENUE, new Change.What.Computed(value));
    }

    private static List<Step> plan(Destination destination, Map<String, Told> told, Change... changes) {
        return CallPlan.of(destination, new Recipient(ADA, IDS, Json.object(), Set.of(), told), Arrays.asList(changes));
    }

    /** Exits neither: after a withdrawal nothing more is sent. */
    @Test
    void withoutConsentNothingGoesOut() {
        Destination plain = standard();
        var asking = new Destination(plain.id(), plain.space(), plain.name(), plain.settings(), true, plain.send(),
                plain.calls(),
                plain.ids(), plain.aliasOnMerge(), plain.firstSync(), Set.of("Advertising", "Sharing"),
                Optional.empty(), 1);
        var told = Map.of(VIP.id(), new Told(Set.of("user_id:u1"), Optional.empty()));
        List<Change> changes = List.of(exited(1), computed(2, IntNode.valueOf(7)), entered(3));
        for (Set<String> consent : List.of(Set.<String>of(), Set.of("Sharing"), Set.of("Analytics"))) {
            for (Step step : CallPlan.of(asking, new Recipient(ADA, IDS, Json.object(), consent, told),
                    changes)) {
                assertEquals(
                        "The person has not consented to "
                                + (consent.contains("Sharing") ? "Advertising" : "Advertising, Sharing"),
                        assertInstanceOf(Step.Filtered.class, step).why());
            }
        }
        var consenting = new Recipient(ADA, IDS, Json.object(), Set.of("Advertising", "Sharing", "Analytics"), told);
        CallPlan.of(asking, consenting, changes).forEach(step -> assertInstanceOf(Step.Send.class, step));
    }

    private static List<String> names(Step step) {
        return assertInstanceOf(Step.Send.class, step).messages().stream().map(Message::name).toList();
    }

    /** As of two profiles that were merged, or of somebody who has joined two accounts at a time. */
    @Test
    void aSecondEntryTakesNothingFromTheFirst() {
        List<Step> steps = plan(standard(), Map.of(), entered(7), entered(8));
        assertEquals(4, names(steps.getFirst()).size());
        assertInstanceOf(Step.Filtered.class, steps.get(1));
        var told = Map.of(VIP.id(), new Told(Set.of("user_id:u1"), Optional.empty()));
        List<Step> exits = plan(standard(), told, exited(7), exited(8));
        assertEquals(List.of("identify user_id:u1", "track user_id:u1"), names(exits.getFirst()));
        assertInstanceOf(Step.Filtered.class, exits.get(1));
        List<Step> back = plan(standard(), told, entered(6), exited(7), exited(8), entered(9), entered(10));
        assertEquals(List.of("track user_id:u1", "track user_id:u2"), names(back.get(1)));
        assertEquals(4, names(back.get(3)).size());
    }

    @Test
    void anEntryIsAnIdentifyAndATrackForEachUserId() {
        Step step = plan(standard(), Map.of(), entered(7)).getFirst();
        assertEquals(List.of("identify user_id:u1", "track user_id:u1", "identify user_id:u2", "track user_id:u2"),
                names(step));
        JsonNode identify = ((Step.Send) step).messages().getFirst().body();
        assertEquals(Json.parse("""
                {"messageId":"%s","type":"identify","userId":"u1","timestamp":"2026-11-30T10:00:00Z","traits":{"vip":true},
                 "context":{"personas":{"computation_class":"audience","computation_id":"aud_1","computation_key":"vip",
                                        "namespace":"shop","space_id":"shop"}},
                 "integrations":{"All":false,"CRM":true}}""".formatted(identify.path("messageId").asText())), identify);
        JsonNode track = ((Step.Send) step).messages().get(1).body();
        assertEquals("Audience Entered", track.path("event").asText());
        assertEquals(Json.parse("{\"audience_key\":\"vip\",\"vip\":true}"), track.path("properties"));
    }

    @Test
    void aDefinitionMayBeToldInAnotherWay() {
        Destination plain = standard();
        var send = new Destination.Selection(new Destination.Keys.All(), new Destination.Keys.All(), List.of("plan"),
                new Destination.Events.None(), false, Destination.Accounts.GROUP,
                Map.of("vip", new Destination.OfKey(true, Optional.of(Set.of(Call.TRACK)), Optional.of("Became VIP"),
                        Optional.empty(), Optional.empty(), Optional.of(List.of("age"))),
                        "revenue", new Destination.OfKey(false, Optional.empty(), Optional.empty(), Optional.empty(),
                                Optional.empty(), Optional.empty())));
        var other = new Destination(plain.id(), plain.space(), plain.name(), plain.settings(), true, send,
                plain.calls(), plain.ids(), plain.aliasOnMerge(), plain.firstSync(), Set.of(), Optional.empty(), 1);
        var along = Json.object().put("plan", "pro").put("age", 7);
        var told = Map.of("aud_1", new Told(Set.of("user_id:u1"), Optional.empty()), "tra_1",
                new Told(Set.of("user_id:u1"), Optional.empty()));
        var gold = new Change.DefinitionRef("aud_2", "gold");
        List<Step> steps = CallPlan.of(other, new Recipient(ADA, IDS, along, Set.of(), told),
                List.of(entered(1), change(2, gold, new Change.What.Entered()), computed(3, IntNode.valueOf(5)),
                        computed(4, NullNode.getInstance()), exited(5)));
        assertEquals(List.of("track user_id:u2"), names(steps.get(0)));
        JsonNode entry = ((Step.Send) steps.get(0)).messages().getFirst().body();
        assertEquals("Became VIP", entry.path("event").asText());
        assertEquals(Json.parse("{\"age\":7}"), entry.at("/context/traits"));
        JsonNode asOthers = ((Step.Send) steps.get(1)).messages().getFirst().body();
        assertEquals(Json.parse("{\"plan\":\"pro\",\"gold\":true}"), asOthers.path("traits"));
        assertInstanceOf(Step.Filtered.class, steps.get(2));
        // What is left out is taken back all the same.
        assertEquals(List.of("identify user_id:u1"), names(steps.get(3)));
        JsonNode exit = ((Step.Send) steps.get(4)).messages().getFirst().body();
        assertEquals("Audience Exited", exit.path("event").asText());
        var recipient = new Recipient(ADA, IDS, along, Set.of(), Map.of());
        assertEquals(2, CallPlan.messages(other, recipient, "vip", true));
        assertEquals(4, CallPlan.messages(other, recipient, "gold", true));
    }

    @Test
    void messageIdsFollowFromTheChangeAndFromNothingElse() {
        List<Message> once = ((Step.Send) plan(standard(), Map.of(), entered(7)).getFirst()).messages();
        List<Message> twice = ((Step.Send) plan(standard(), Map.of(), entered(7)).getFirst()).messages();
        assertEquals(once, twice);
        assertEquals(4, once.stream().map(message -> message.body().path("messageId").asText()).distinct().count());
        assertNotEquals(once.getFirst().body().path("messageId"),
                ((Step.Send) plan(standard(), Map.of(), entered(8)).getFirst()).messages().getFirst().body()
                        .path("messageId"));
    }

    @Test
    void anExitGoesToThoseThatWereToldOfTheEntry() {
        var told = Map.of("aud_1", new Told(Set.of("user_id:gone"), Optional.empty()));
        assertEquals(List.of("identify user_id:gone", "track user_id:gone"),
                names(plan(standard(), told, exited(9)).getFirst()));
        assertInstanceOf(Step.Filtered.class, plan(standard(), Map.of(), exited(9)).getFirst());
    }

    @Test
    void ofAStateTheLastGoesOutAndOfEventsAll() {
        List<Step> steps = plan(standard(), Map.of(), entered(1), computed(2, IntNode.valueOf(5)), exited(3),
                computed(4, IntNode.valueOf(6)), entered(5));
        assertEquals(List.of("track user_id:u1", "track user_id:u2"), names(steps.get(0)));
        assertInstanceOf(Step.Superseded.class, steps.get(1));
        assertEquals(List.of("track user_id:u1", "track user_id:u2"), names(steps.get(2)));
        assertEquals(List.of("identify user_id:u1", "identify user_id:u2"), names(steps.get(3)));
        assertEquals(4, names(steps.get(4)).size());
    }

    @Test
    void aValueThatIsGoneIsToldToWhoeverHadIt() {
        var told = Map.of("tra_1", new Told(Set.of("user_id:u1"), Optional.empty()));
        Step step = plan(standard(), told, computed(2, NullNode.getInstance())).getFirst();
        assertEquals(List.of("identify user_id:u1"), names(step));
        assertTrue(((Step.Send) step).messages().getFirst().body().at("/traits/revenue").isNull());
    }

    @Test
    void strategiesChooseTheIds() {
        assertEquals(List.of("identify user_id:u1"),
                names(plan(of(Strategy.FIRST, false, "user_id"), Map.of(), entered(1))
                        .getFirst()));
        assertEquals(List.of("identify user_id:u2"),
                names(plan(of(Strategy.LAST, false, "user_id"), Map.of(), entered(1))
                        .getFirst()));
        assertEquals(List.of("identify anonymous_id:a1", "identify user_id:u1", "identify email:ada@x.example",
                "identify user_id:u2"),
                names(plan(of(Strategy.ALL, true, "user_id", "email"), Map.of(), entered(1))
                        .getFirst()));
        Step step = plan(of(Strategy.PERSON, false, "user_id"), Map.of(), entered(1)).getFirst();
        assertEquals(List.of("identify person"), names(step));
        JsonNode body = ((Step.Send) step).messages().getFirst().body();
        assertEquals("u1", body.path("userId").asText());
        assertEquals("ada@x.example", body.at("/traits/email").asText());
        assertEquals(3, body.at("/context/externalIds").size());
        assertEquals(List.of("user_id:u1", "email:ada@x.example", "user_id:u2"),
                ((Step.Send) step).messages().getFirst().tells());
    }

    @Test
    void anAddressWithoutUserIdBorrowsTheFirstThatTheDestinationMayKnow() {
        assertEquals("u1", ofEmail(false, "email", "user_id").path("userId").asText());
        JsonNode anonymous = ofEmail(true, "email");
        assertEquals("a1", anonymous.path("anonymousId").asText());
        assertFalse(anonymous.has("userId"), anonymous.toString());
        // One of the two must be there. This one says nothing of the person.
        JsonNode alone = ofEmail(false, "email");
        assertEquals("ada@x.example", alone.at("/traits/email").asText());
        assertFalse(alone.has("userId"), alone.toString());
        assertTrue(alone.path("anonymousId").asText().matches("slf_[0-9a-f]{32}"), alone.toString());
        assertEquals(alone.path("anonymousId"), ofEmail(false, "email").path("anonymousId"));
    }

    private static JsonNode ofEmail(boolean anonymous, String... types) {
        return ((Step.Send) plan(of(Strategy.ALL, anonymous, types), Map.of(), entered(1)).getFirst())
                .messages().stream().filter(message -> message.address().equals("email:ada@x.example")).findFirst()
                .orElseThrow().body();
    }

    @Test
    void newIdsAreToldAndOldOnesAreNot() {
        var told = Map.of("aud_1", new Told(Set.of("user_id:u1"), Optional.empty()));
        assertEquals(List.of("identify user_id:u2", "track user_id:u2"),
                names(plan(standard(), told, again(entered(4))).getFirst()));
        var all = Map.of("aud_1", new Told(Set.of("user_id:u1", "user_id:u2"), Optional.empty()));
        assertInstanceOf(Step.Filtered.class, plan(standard(), all, again(entered(4))).getFirst());
    }

    @Test
    void whatGoesToNewIdsTakesNothingFromTheChangeItself() {
        List<Step> steps = plan(standard(), Map.of(), computed(1, IntNode.valueOf(5)),
                again(computed(2, IntNode.valueOf(5))));
        assertEquals(List.of("identify user_id:u1", "identify user_id:u2"), names(steps.get(0)));
        assertInstanceOf(Step.Filtered.class, steps.get(1));
    }

    @Test
    void anotherAttemptGoesToTheSameNewIds() {
        var told = Map.of("aud_1", new Told(Set.of("user_id:u1", "user_id:u2"), Optional.empty()));
        Change first = entered(4);
        var second = new Change(first.key(), 4, ADA, VIP, first.what(), first.at(), first.notedAt(), true,
                Set.of("user_id:u2"), 1,
                Set.of());
        assertEquals(List.of("identify user_id:u2", "track user_id:u2"),
                names(plan(standard(), told, second).getFirst()));
    }

    @Test
    void anEntryGoesToWhoeverWasNotToldOfIt() {
        var told = Map.of("aud_1", new Told(Set.of("user_id:u1"), Optional.empty()));
        assertEquals(List.of("identify user_id:u2", "track user_id:u2"),
                names(plan(standard(), told, entered(4)).getFirst()));
        List<Step> steps = plan(standard(), told, exited(3), entered(4));
        assertEquals(List.of("track user_id:u1"), names(steps.get(0)));
        assertEquals(4, names(steps.get(1)).size());
    }

    @Test
    void aValueThatIsSaidOnceMoreGoesToWhoeverDoesNotKnowIt() {
        Change five = computed(1, IntNode.valueOf(5));
        var sent = assertInstanceOf(Step.Send.class, plan(standard(), Map.of(), five).getFirst());
        Told after = sent.after(Told.NOTHING, Set.of("identify user_id:u1", "identify user_id:u2"));
        assertInstanceOf(Step.Filtered.class,
                plan(standard(), Map.of("tra_1", after), again(five)).getFirst());
        assertEquals(2,
                names(plan(standard(), Map.of("tra_1", after), again(computed(2, IntNode.valueOf(6)))).getFirst())
                        .size());
        // A change is told whatever is known: what is on its way may be another value.
        assertEquals(2, names(plan(standard(), Map.of("tra_1", after), five).getFirst()).size());
        Told half = sent.after(Told.NOTHING, Set.of("identify user_id:u1"));
        assertEquals(Optional.empty(), half.value());
        assertEquals(2, names(plan(standard(), Map.of("tra_1", half), again(five)).getFirst()).size());
    }

    @Test
    void whatIsKnownFollowsFromWhatArrived() {
        var entry = assertInstanceOf(Step.Send.class, plan(standard(), Map.of(), entered(1)).getFirst());
        assertEquals(Set.of("user_id:u1"), entry.after(Told.NOTHING, Set.of("identify user_id:u1")).ids());
        var told = new Told(Set.of("user_id:u1", "user_id:u2"), Optional.empty());
        var exit = assertInstanceOf(Step.Send.class,
                plan(standard(), Map.of("aud_1", told), exited(2)).getFirst());
        // One message to u2 is missing, so that another attempt must find it.
        assertEquals(Set.of("user_id:u2"), exit.after(told,
                Set.of("identify user_id:u1", "track user_id:u1", "identify user_id:u2")).ids());
    }

    @Test
    void whatIsWithheldIsNotSentAndReplacesNothing() {
        List<Step> steps = plan(standard(), Map.of(), computed(1, IntNode.valueOf(7)),
                change(2, REVENUE, new Change.What.Withheld("It is too long")));
        assertInstanceOf(Step.Send.class, steps.getFirst());
        assertEquals("It is too long", assertInstanceOf(Step.Filtered.class, steps.get(1)).why());
    }
}
