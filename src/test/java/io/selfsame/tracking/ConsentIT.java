package io.selfsame.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people consent to is kept apart from their traits, newest by event time. */
class ConsentIT {

    private final TestSpace space = TestServer.shared().newSpace();

    private void said(String ids, String day, String categories) {
        space.track("{" + ids + ",\"event\":\"E\",\"timestamp\":\"2026-03-" + day
                + "T12:00:00Z\",\"context\":{\"ip\":\"1\",\"consent\":"
                + "{\"more\":1,\"categoryPreferences\":" + categories + "}}}").ok();
    }

    private List<String> consent(String id) {
        List<String> said = new ArrayList<>();
        space.profile(id, "consent").ok().body().path("data")
                .forEach(one -> said.add(one.path("category").asText() + " "
                        + one.path("given").asBoolean() + " " + one.path("updated_at").asText().substring(8, 10)));
        return said;
    }

    @Test
    void theNewestOfEachCategoryCountsAndMergedProfilesAreOnePerson() {
        said("\"userId\":\"u\"", "02", "{\"Ads\":true,\"Stats\":true,\"Gone\":true}");
        said("\"userId\":\"u\"", "03", "{\"Ads\":false,\"Gone\":null}");
        said("\"userId\":\"u\"", "01", "{\"Stats\":false}");
        said("\"anonymousId\":\"a\"", "04", "{\"Stats\":false}");
        assertThat(consent("user_id:u")).containsExactly("Ads false 03", "Stats true 02");
        assertThat(consent("anonymous_id:a")).containsExactly("Stats false 04");
        space.identify("{\"userId\":\"u\",\"anonymousId\":\"a\"}").ok();
        assertThat(consent("user_id:u")).containsExactly("Ads false 03", "Stats false 04")
                .isEqualTo(consent("anonymous_id:a"));
        assertThat(space.profile("user_id:u", "traits").ok().body().path("traits")).isEmpty();
        assertThat(space.profile("user_id:nobody", "consent").status()).isEqualTo(404);
    }

    @Test
    void consentIsNoTraitAndNoTraitIsConsent() {
        space.identify("{\"userId\":\"u\",\"traits\":{\"$consent:Ads\":true,\"plan\":\"pro\"}}").ok();
        assertThat(consent("user_id:u")).isEmpty();
        said("\"userId\":\"u\"", "02", "{\"Ads\":true}");
        JsonNode traits = space.profile("user_id:u", "traits").ok().body().path("traits");
        assertThat(traits.toString()).isEqualTo("{\"plan\":\"pro\"}");
        assertThat(space.profile("user_id:u", "traits?include=$consent:Ads").ok().body().path("traits")).isEmpty();
        assertThat(space.lookup("{\"ids\":[\"user_id:u\"]}").ok().body().toString()).doesNotContain("$consent");
    }

    @Test
    void whatIsNoConsentIsLeftOutAndNoted() {
        said("\"userId\":\"u\"", "02", "{\"Ads\":\"yes\",\"Stats\":true,\"\":true,\"" + "x".repeat(101) + "\":true}");
        said("\"userId\":\"u\"", "03", "[]");
        assertThat(consent("user_id:u")).containsExactly("Stats true 02");
        List<String> noted = new ArrayList<>();
        space.manage("GET", "violations", "").ok().body().path("data")
                .forEach(one -> noted.add(one.path("code").asText() + " "
                        + one.path("field").asText() + " " + one.path("count").asInt()));
        assertThat(noted).contains("consent_not_object context.consent 1")
                .filteredOn(one -> one.startsWith("consent_invalid")).hasSize(3);
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 60; i++) {
            many.append(i == 0 ? "" : ",").append("\"c").append(i).append("\":true");
        }
        said("\"userId\":\"many\"", "02", many.append("}").toString());
        assertThat(consent("user_id:many")).hasSize(50);
        assertThat(space.profile("user_id:u", "events").ok().body().path("data")).hasSize(2);
    }

    /** A clock that is hours ahead has its say until now, and not until then. */
    @Test
    void whatIsSaidAheadOfTimeIsTakenBackByWhoeverSaysSoNow() {
        String ahead = Instant.now().plus(Duration.ofHours(20)).toString();
        space.track("{\"userId\":\"u\",\"event\":\"E\",\"timestamp\":\"" + ahead
                + "\",\"context\":{\"consent\":{\"categoryPreferences\":{\"Ads\":true}}}}").ok();
        space.track(
                "{\"userId\":\"u\",\"event\":\"E\",\"context\":{\"consent\":{\"categoryPreferences\":{\"Ads\":false}}}}")
                .ok();
        assertThat(space.profile("user_id:u", "consent").ok().body().at("/data/0/given").asBoolean(true)).isFalse();
    }
}
