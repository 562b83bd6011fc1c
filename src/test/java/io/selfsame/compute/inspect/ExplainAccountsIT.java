package io.selfsame.compute.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Why an account is in an audience or has a value, by its people, and why people are by their accounts. */
class ExplainAccountsIT extends Explaining {

    @Test
    void theAccountsThatPutSomebodyIntoAnAudienceAreNamedAndExplained() {
        accounts();
        String accounts = bench.audience(ofAccounts("Buying accounts", "ANY(event('Order').count() >= 1)"));
        assertEquals("acme", explain(accounts, "group_id:acme").path("id").asText());
        JsonNode data = explain(bench.audience("Colleagues", "trait('buying_accounts')"), "user_id:u2");
        JsonNode account = data.at("/explanation/refersTo/0/accounts/0");
        assertEquals("acme", account.path("group_id").asText(), data::toString);
        assertTrue(account.path("value").asBoolean(), data::toString);
        assertEquals(3, account.at("/explanation/people").asInt(), data::toString);
    }

    @Test
    void ofManyAccountsThoseThatCountComeFirst() {
        for (int i = 100; i < 130; i++) {
            bench.group("u1", "a" + i);
        }
        bench.group("u2", "a129");
        order("u2", late, 20);
        bench.audience(ofAccounts("Buying accounts", "ANY(event('Order').count() >= 1)"));
        JsonNode data = explain(bench.audience("Colleagues", "trait('buying_accounts')"), "user_id:u1");
        JsonNode reference = data.at("/explanation/refersTo/0");
        assertEquals(30, reference.path("accountsInAll").asInt(), data::toString);
        assertEquals(20, reference.path("accounts").size(), data::toString);
        assertEquals("a129", reference.at("/accounts/0/group_id").asText(), data::toString);
        assertFalse(reference.at("/accounts/1/value").asBoolean(true), data::toString);
    }

    private Map<String, Boolean> members(JsonNode part) {
        Map<String, Boolean> holds = new HashMap<>();
        for (String who : List.of("user_id:u1", "user_id:u2", "anonymous_id:a1")) {
            String id = bench.space.segmentIdOf(who).orElseThrow();
            part.path("members").forEach(member -> {
                if (member.path("id").asText().equals(id)) {
                    holds.put(who, member.path("holds").asBoolean());
                }
            });
        }
        assertEquals(holds.size(), part.path("people").asInt(), part::toString);
        return holds;
    }

    @Test
    void anAccountIsExplainedByItsPeople() {
        accounts();
        JsonNode any = explain(bench.audience(ofAccounts("Any", "ANY(event('Order').count() >= 1)")), "group_id:acme");
        assertTrue(any.path("value").asBoolean(), any::toString);
        assertTrue(any.at("/explanation/holds").asBoolean(), any::toString);
        assertEquals(Map.of("user_id:u1", true, "user_id:u2", false, "anonymous_id:a1", true),
                members(any.path("explanation")));
        JsonNode all = explain(bench.audience(ofAccounts("All", "ALL(event('Order').count() >= 1)")), "group_id:acme");
        assertFalse(all.path("value").asBoolean(true), all::toString);
        assertFalse(all.at("/explanation/holds").asBoolean(true), all::toString);
        assertEquals(members(any.path("explanation")), members(all.path("explanation")));
        JsonNode sum = explain(bench.trait(ofAccounts("Spent", "event('Order').sum(property('total'))")),
                "group_id:acme");
        assertEquals(60, sum.path("value").asInt(), sum::toString);
        assertEquals(2, sum.at("/explanation/eventsCounted").asInt(), sum::toString);
    }

    @Test
    void aPersonIsInAnAudienceOfTheirAccount() {
        accounts();
        bench.audience(ofAccounts("Buying accounts", "ANY(event('Order').within(2 days).count() >= 1)"));
        String audience = bench.audience("Colleagues", "trait('buying_accounts')");
        JsonNode data = explain(audience, "user_id:u2");
        assertTrue(data.path("value").asBoolean(), data::toString);
        assertTrue(data.at("/explanation/found").asBoolean(), data::toString);
        assertChanges(data, leaves(late, 2), "false");
        bench.track("loner", "Order");
        assertFalse(explain(audience, "user_id:loner").path("value").asBoolean(true));
    }

    @Test
    void ofAnAccountOnlyThePeopleWhoCountAreLookedAt() {
        accounts();
        ObjectNode body = ofAccounts("Known", "ANY(event('Order').sum(property('total')) > 30)");
        body.putObject("options").putArray("filterByExternalIds").add("user_id");
        JsonNode any = explain(bench.audience(body), "group_id:acme");
        assertFalse(any.path("value").asBoolean(true), any::toString);
        assertFalse(any.at("/explanation/holds").asBoolean(true), "only the visitor has bought for that much");
        assertEquals(Map.of("user_id:u1", false, "user_id:u2", false), members(any.path("explanation")));
        body = ofAccounts("Spent", "event('Order').sum(property('total'))");
        body.putObject("options").putArray("filterByExternalIds").add("user_id");
        JsonNode sum = explain(bench.trait(body), "group_id:acme");
        assertEquals(20, sum.path("value").asInt(), sum::toString);
        assertEquals(20, sum.at("/explanation/found").asInt(), sum::toString);
    }

    /** The only member of one is in an audience by another account. */
    @Test
    void accountsAskTheirPeopleForAudiencesOfOtherAccounts() {
        bench.group("u1", "small");
        bench.space.send("group", "{\"userId\":\"u1\",\"groupId\":\"large\",\"traits\":{\"plan\":\"pro\"}}").ok();
        bench.group("u2", "other");
        bench.audience(ofAccounts("Pro", "trait('plan') = 'pro'"));
        String all = bench.audience(ofAccounts("All pro", "ALL(trait('pro'))"));
        bench.refresh();
        assertEquals(Set.of("large", "small"), bench.members(all));
        JsonNode small = explain(all, "group_id:small");
        assertTrue(small.path("value").asBoolean(), small::toString);
        assertEquals("large", small.at("/accountsAsOfLastRefresh/0").asText(), small::toString);
        assertFalse(explain(all, "group_id:other").path("value").asBoolean(true));
        bench.space.send("group", "{\"userId\":\"u1\",\"groupId\":\"large\",\"traits\":{\"plan\":\"free\"}}").ok();
        bench.refresh();
        assertEquals(Set.of(), bench.members(all));
    }
}
