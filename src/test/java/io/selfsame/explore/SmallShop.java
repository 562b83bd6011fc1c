package io.selfsame.explore;

import static io.selfsame.testing.Http.send;

import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestSpace;
import java.net.URI;

/**
 * A shop with one of each thing worth looking at: Ada on three devices, a till that four people log in on, a team's
 * address, an office address that glues strangers, and a company.
 */
final class SmallShop {

    private final TestSpace space;
    private int messages;

    private SmallShop(TestSpace space) {
        this.space = space;
    }

    /** Makes the space {@code shop} and fills it over HTTP. */
    static void fill(URI url, String adminToken) {
        Reply made = send(url, "POST", "/v1/spaces", "{\"id\":\"shop\",\"name\":\"Shop\"}", "Authorization",
                Http.bearer(adminToken)).ok();
        new SmallShop(new TestSpace(url, "shop", made.body().at("/data/space/writeKey").asText(),
                made.body().at("/data/space/accessToken").asText(), adminToken)).open();
    }

    private void open() {
        adaOnThreeDevices();
        for (int person = 1; person <= 4; person++) {
            identify("user_" + person, "till-1", "person" + person + "@example.com");
        }
        identify("u1", "till-1", "");
        for (int person = 5; person <= 7; person++) {
            identify("user_" + person, "", "team@example.com");
        }
        for (int browser = 1; browser <= 5; browser++) {
            visit("office-" + browser);
            identify("", "office-" + browser, "office@example.com");
        }
        space.send("group", """
                {"messageId":"%s","userId":"u1","groupId":"acme","traits":{"name":"Acme"}}""".formatted(next())).ok();
    }

    private void adaOnThreeDevices() {
        visit("laptop-1");
        identify("u1", "laptop-1", "ada@example.com");
        visit("phone-1");
        identify("u1", "phone-1", "");
        visit("tablet-1");
        identify("", "tablet-1", "ada@example.com");
    }

    private void visit(String device) {
        space.track("""
                {"messageId":"%s","anonymousId":"%s","event":"Product Viewed","properties":{"sku":"S-1"}}"""
                .formatted(next(), device)).ok();
    }

    private void identify(String userId, String device, String email) {
        var body = Http.JSON.createObjectNode().put("messageId", next());
        if (!userId.isEmpty()) {
            body.put("userId", userId);
        }
        if (!device.isEmpty()) {
            body.put("anonymousId", device);
        }
        body.putObject("traits").put("plan", "pro");
        if (!email.isEmpty()) {
            body.withObject("/traits").put("email", email);
        }
        space.identify(body.toString()).ok();
    }

    private String next() {
        return "shop-" + ++messages;
    }
}
