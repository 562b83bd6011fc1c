package io.selfsame.cli.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Files become the definitions of a space. */
class ApplyCommandIT {

    private static final String BIG = """
            kind: Audience
            key: big
            name: Big
            query: event('Order').count() > 1
            """;
    private static final String VIP = """
            kind: Audience
            key: vip
            name: VIP
            query: trait('big') AND trait('orders') > 5
            """;
    private static final String ORDERS = """
            kind: ComputedTrait
            key: orders
            name: Orders
            query: event('Order').count()
            """;

    @TempDir
    Path folder = Path.of("");
    private final TestSpace space = TestServer.shared().newSpace();
    private final StringWriter out = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void threeFiles() throws IOException {
        // By name the one comes first that depends on the others.
        file("a.yaml", VIP);
        file("b.yaml", BIG + "---\n" + ORDERS);
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private int run(String stdin, String... more) {
        out.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("-f", folder.toString(), "--url", space.url().toString(), "--token",
                space.adminToken(), "--space", space.id()));
        all.addAll(List.of(more));
        PrintWriter writer = new PrintWriter(out, true);
        var input = new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8));
        return new CommandLine(new ApplyCommand(input, environment)).setOverwrittenOptionsAllowed(true).setOut(writer)
                .setErr(writer)
                .execute(all.toArray(String[]::new));
    }

    private void assertSays(String... parts) {
        for (String part : parts) {
            assertTrue(out.toString().contains(part), out.toString());
        }
    }

    private List<JsonNode> there() {
        List<JsonNode> there = new ArrayList<>();
        space.manage("GET", "audiences", "").ok().body().at("/data/audiences").forEach(there::add);
        space.manage("GET", "computed-traits", "").ok().body().at("/data/computedTraits").forEach(there::add);
        return there;
    }

    private List<String> keys() {
        return there().stream().map(each -> each.path("key").asText()).sorted().toList();
    }

    @Test
    void theSameFilesTwiceChangeNothingTheSecondTime() {
        assertEquals(0, run("y\n"), out.toString());
        assertSays("+ Audience vip, ", "a.yaml, line 1", "query: event('Order').count() > 1",
                "3 to create, 0 to change",
                "Go on?", "Done.");
        assertEquals(List.of("big", "orders", "vip"), keys());
        assertEquals(0, run(""), out.toString());
        assertSays("0 to create, 0 to change, 0 to delete, 3 unchanged.");
        assertFalse(out.toString().contains("Go on?"));
    }

    @Test
    void nothingIsChangedWithoutConsent() {
        for (String answer : List.of("", "n\n", "\n")) {
            assertEquals(1, run(answer), out.toString());
            assertSays("Nothing was changed.");
        }
        assertEquals(0, run("", "--dry-run"), out.toString());
        assertEquals(3, run("", "--dry-run", "--exit-code"), out.toString());
        assertSays("3 to create");
        assertEquals(List.of(), keys());
    }

    @Test
    void aChangeShowsBothSidesAndKeepsTheRest() throws IOException {
        assertEquals(0, run("", "--yes"), out.toString());
        file("b.yaml", BIG.replace("> 1", ">= 5").replace("name: Big", "name: Bigger") + "---\n" + ORDERS);
        assertEquals(0, run("", "--yes"), out.toString());
        assertSays("~ Audience big, ", "    - name: Big", "    + name: Bigger",
                "    - query: event('Order').count() > 1",
                "    + query: event('Order').count() >= 5", "0 to create, 1 to change, 0 to delete, 2 unchanged.");
        JsonNode big = there().stream().filter(each -> each.path("key").asText().equals("big")).findFirst()
                .orElseThrow();
        assertEquals("event('Order').count() >= 5", big.at("/definition/query").asText());
        assertEquals(2, big.path("version").asInt());
        assertEquals(0, run("", "--dry-run", "--exit-code"), out.toString());
    }

    @Test
    void whatIsInNoFileStaysUnlessPruned() throws IOException {
        assertEquals(0, run("", "--yes"), out.toString());
        Files.delete(folder.resolve("a.yaml"));
        file("b.yaml", ORDERS);
        assertEquals(0, run("", "--yes"), out.toString());
        assertSays("1 unchanged.", "In no file: Audience vip, Audience big; --prune deletes them.");
        assertEquals(0, run("", "--prune", "--yes"), out.toString());
        assertSays("- Audience big", "- Audience vip", "2 to delete");
        assertEquals(List.of("orders"), keys());
    }

    @Test
    void oneWrongQueryAndNothingIsChanged() throws IOException {
        file("c.yaml", "kind: Audience\nkey: wrong\nname: Wrong\nquery: event('Order').count( > 1\n");
        assertEquals(1, run("", "--dry-run"), out.toString());
        assertSays("Audience wrong, ", "c.yaml, line 1: Line 1, column ", "Nothing was changed.");
        assertEquals(1, run("", "--yes"), out.toString());
        assertEquals(List.of(), keys());
    }

    @Test
    void aTraitThatCallsHaveSentIsReplacedOnlyIfTheFileSaysSo() throws IOException {
        space.identify("{\"userId\":\"u\",\"traits\":{\"big\":true}}").ok();
        assertEquals(1, run("", "--dry-run"), out.toString());
        assertSays("1 profile has the trait 'big' from identify calls", "Nothing was changed.");
        assertEquals(1, run("", "--yes"), out.toString());
        assertSays("Audience big, ", "1 profile has the trait 'big' from identify calls", "\"replaceTrait\": true");
        file("b.yaml", BIG + "replaceTrait: true\n---\n" + ORDERS);
        assertEquals(0, run("", "--yes"), out.toString());
        assertSays("    + replaceTrait: true", "Done.");
        assertEquals(List.of("big", "orders", "vip"), keys());
        assertEquals(0, run("", "--dry-run", "--exit-code"), out.toString());
        assertSays("3 unchanged.");
        file("b.yaml", BIG + "replaceTrait: maybe\n---\n" + ORDERS);
        assertEquals(1, run("", "--yes"), out.toString());
        assertSays("replaceTrait is true or false");
    }

    @Test
    void aCircleOfFilesIsFoundBeforeAnythingIsChanged() throws IOException {
        file("b.yaml", BIG.replace("event('Order').count() > 1", "trait('vip')") + "---\n" + ORDERS);
        for (String how : List.of("--dry-run", "--yes")) {
            assertEquals(1, run("", how), out.toString());
            assertSays("it would depend on itself: ", "vip -> big -> vip", "Nothing was changed.");
        }
        assertEquals(List.of(), keys());
    }

    /** Each change alone would be one; both together are none. */
    @Test
    void whatIsACircleOnlyHalfWayIsNone() throws IOException {
        file("a.yaml", VIP.replace("trait('big') AND trait('orders') > 5", "trait('big')"));
        assertEquals(0, run("", "--yes"), out.toString());
        file("a.yaml", VIP.replace("trait('big') AND trait('orders') > 5", "event('Order').count() > 7"));
        file("b.yaml", BIG.replace("event('Order').count() > 1", "trait('vip')") + "---\n" + ORDERS);
        assertEquals(0, run("", "--dry-run"), out.toString());
        assertEquals(0, run("", "--yes"), out.toString());
        assertSays("Done.");
    }

    @Test
    void aKeyThatIsTakenIsFoundBeforeAnythingIsChanged() throws IOException {
        assertEquals(0, run("", "--yes"), out.toString());
        Files.delete(folder.resolve("a.yaml"));
        file("b.yaml", BIG + "---\n" + ORDERS.replace("ComputedTrait", "Audience").replace("count()", "count() > 2"));
        assertEquals(1, run("", "--dry-run"), out.toString());
        assertSays("Audience orders, ", "has the key 'orders'", "Nothing was changed.");
        // What is pruned makes room.
        assertEquals(0, run("", "--dry-run", "--prune"), out.toString());
        assertEquals(0, run("", "--yes", "--prune"), out.toString());
        assertEquals(List.of("big", "orders"), keys());
    }

    @Test
    void whatOthersAskForIsNotPruned() throws IOException {
        assertEquals(0, run("", "--yes"), out.toString());
        file("b.yaml", ORDERS);
        for (String how : List.of("--dry-run", "--yes")) {
            assertEquals(1, run("", "--prune", how), out.toString());
            assertSays("Audience big: it is in no file, and Audience vip asks for trait('big')",
                    "Nothing was changed.");
        }
        file("a.yaml", VIP.replace("trait('big') AND ", ""));
        assertEquals(0, run("", "--prune", "--dry-run"), out.toString());
        assertEquals(0, run("", "--prune", "--yes"), out.toString());
        assertEquals(List.of("orders", "vip"), keys());
    }

    @Test
    void anEmptyFileIsNoWishToHaveNothing() throws IOException {
        assertEquals(0, run("", "--yes"), out.toString());
        Files.delete(folder.resolve("a.yaml"));
        for (String text : List.of("", "# all gone\n")) {
            file("b.yaml", text);
            assertEquals(1, run("", "--prune", "--yes"), out.toString());
            assertSays("b.yaml: there is no definition in it");
        }
        assertEquals(3, keys().size());
        file("b.yaml", "[]");
        assertEquals(0, run("", "--prune", "--yes"), out.toString());
        assertEquals(List.of(), keys());
    }

    @Test
    void aWrongTokenAnUnknownSpaceAndNoFilesAreOneSentenceEach() throws IOException {
        assertEquals(1, run("", "--token", "nobody"));
        assertSays("The management token was not accepted.");
        assertEquals(1, run("", "--space", "nowhere"));
        assertSays("There is no space 'nowhere'");
        assertEquals(1, run("", "-f", folder.resolve("none").toString()));
        assertSays("There is no file or folder");
        assertEquals(2, run("", "--frobnicate"));
    }

    private static final String CRM = """
            kind: Destination
            name: CRM
            type: webhook
            settings:
              url: https://crm.example.com/hooks
              secret: {env: CRM_SECRET}
              headers:
                Authorization: {env: CRM_AUTH}
                X-Team: literal-team
            send:
              audiences: [big]
            """;

    private JsonNode crm() {
        return space.manage("GET", "destinations", "").ok().body().at("/data/destinations/0");
    }

    private void assertHides(String... secrets) {
        for (String secret : secrets) {
            assertFalse(out.toString().contains(secret), out.toString());
        }
    }

    @Test
    void destinationsFollowFilesAndSecretsComeFromTheEnvironment() throws IOException {
        file("d.yaml", CRM);
        assertEquals(1, run("", "--yes"), out.toString());
        assertSays("d.yaml, line 1: settings.secret: the environment variable CRM_SECRET is not set",
                "settings.headers.Authorization: the environment variable CRM_AUTH is not set");
        assertEquals(List.of(), keys());
        String secret = "whsec_" + "q83v".repeat(8);
        String other = "whsec_" + "Mzc5".repeat(8);
        environment.putAll(Map.of("CRM_SECRET", secret, "CRM_AUTH", "Bearer hidden"));
        assertEquals(0, run("", "--yes"), out.toString());
        assertSays("+ Destination CRM, ", "    + settings.secret: from CRM_SECRET",
                "    + settings.headers.Authorization: from CRM_AUTH", "    + settings.headers.X-Team: (not shown)",
                "    + send.audiences: [\"big\"]", "4 to create, 0 to change, 0 to delete, 0 unchanged.");
        assertHides(secret, "hidden", "literal-team", "signing secret");
        assertEquals(0, run("", "--dry-run", "--exit-code"), out.toString());
        assertSays("0 to create, 0 to change, 0 to delete, 4 unchanged.");
        // Whatever the file does not say is as by default, whoever has changed it meanwhile.
        space.manage("PATCH", "destinations/" + crm().path("id").asText(),
                "{\"enabled\":false,\"send\":{\"traits\":[\"x\"]},\"settings\":{\"batch\":5,\"headers\":{\"X-Team\":\"y\"}}}")
                .ok();
        environment.put("CRM_SECRET", other);
        assertEquals(3, run("", "--dry-run", "--exit-code"), out.toString());
        assertEquals(0, run("", "--yes"), out.toString());
        assertSays("~ Destination CRM, ", "    - enabled: false", "    + enabled: true", "    - send.traits: [\"x\"]",
                "    + send.traits: [\"*\"]", "    - settings.batch: 5", "    + settings.batch: 1",
                "    - settings.secret: set at ", "    + settings.secret: from CRM_SECRET",
                "    + settings.headers.Authorization: from CRM_AUTH", "0 to create, 1 to change");
        assertHides(secret, other, "hidden", "literal-team");
        assertTrue(crm().at("/settings/previousSecret/set").asBoolean());
        assertEquals(0, run("", "--dry-run", "--exit-code"), out.toString());
    }

    @Test
    void aSecretInAFileIsRefusedAndNotShown() throws IOException {
        file("d.yaml", CRM.replace("{env: CRM_SECRET}", "whsec_hidden").replace("{env: CRM_AUTH}", "x"));
        file("e.json",
                "{\"kind\":\"Destination\",\"name\":\"S\",\"type\":\"segment\",\"settings\":{\"writeKey\":\"hidden\"}}");
        assertEquals(1, run("", "--yes"), out.toString());
        assertSays("d.yaml, line 1: settings.secret is a secret", "e.json, line 1: settings.writeKey is a secret");
        assertHides("hidden");
        assertEquals(List.of(), keys());
    }

    @Test
    void destinationsAreLeftAloneUntilAFileHasOne() throws IOException {
        space.manage("POST", "destinations",
                "{\"name\":\"Old\",\"kind\":\"webhook\",\"settings\":{\"url\":\"https://old.example.com\"}}").ok();
        assertEquals(0, run("", "--yes", "--prune"), out.toString());
        assertEquals("Old", crm().path("name").asText());
        file("d.yaml", "kind: Destination\nname: New\ntype: webhook\nsettings: {url: https://new.example.com}\n");
        assertEquals(0, run("", "--yes"), out.toString());
        assertSays("In no file: Destination Old; --prune deletes it.", "The signing secret of the destination New");
        assertEquals(0, run("", "--yes", "--prune"), out.toString());
        assertSays("- Destination Old", "0 to create, 0 to change, 1 to delete, 4 unchanged.");
        assertEquals("New", crm().path("name").asText());
    }

    @Test
    void whatTheServiceRefusesOfADestinationChangesNothing() throws IOException {
        file("d.yaml",
                "kind: Destination\nname: New\ntype: webhook\nsettings: {url: https://new.example.com, batch: 0}\n");
        assertEquals(1, run("", "--yes"), out.toString());
        assertSays("Destination New, ", "settings.batch is not a whole number from 1 to 1000", "Nothing was changed.");
        assertEquals(List.of(), keys());
        file("d.yaml", "kind: Destination\nname: New\ntype: webhook\nsettings: {url: https://new.example.com}\n");
        assertEquals(0, run("", "--yes"), out.toString());
        file("d.yaml", "kind: Destination\nname: New\ntype: segment\nsettings: {url: https://new.example.com}\n");
        assertEquals(1, run("", "--yes"), out.toString());
        assertSays("The kind of a destination never changes");
    }
}
