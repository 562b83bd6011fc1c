package io.selfsame.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.TcpRelay;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of a shop's own server, with its page in Chromium. */
class PersonalisationIT {

    private static final String EVERYBODY = "Free delivery from 50 euros.";
    private static final String MEMBERS = "Welcome back! Your delivery is free today.";
    private static final Pattern AT = Pattern.compile("The shop is at (\\S+)");

    private final TestSpace space = TestServer.shared().newSpace();

    @Test
    void aMemberSeesAnotherPageAndWithoutTheServiceEverybodySeesTheDefault() throws Exception {
        NodeScripts.requireChromium();
        space.manage("POST", "audiences",
                "{\"name\":\"Big spenders\",\"definition\":{\"query\":\"event('Order Completed').sum(property('total')) > 500\"}}")
                .ok();
        space.track("{\"userId\":\"u-1\",\"event\":\"Order Completed\",\"properties\":{\"total\":700}}").ok();
        space.track("{\"userId\":\"u-2\",\"event\":\"Order Completed\",\"properties\":{\"total\":7}}").ok();
        Await.until("u-1 is a member", Duration.ofMinutes(1),
                () -> space.profile("user_id:u-1", "traits?include=big_spenders")
                        .body().at("/traits/big_spenders").asBoolean());
        try (var relay = new TcpRelay(space.url(), 1, 1); var shop = new Shop(relay.url())) {
            assertEquals(EVERYBODY, shop.headline(), "of a visitor who is not known");
            // A busy machine may answer too late for a page at first.
            Await.until("u-1 sees what members see", () -> MEMBERS.equals(shop.offer(shop.login("u-1"))));
            Await.until("a page shows it", () -> MEMBERS.equals(shop.headline("u-1")));
            assertEquals(EVERYBODY, shop.offer(shop.login("u-2")));
            assertEquals(EVERYBODY, shop.offer(shop.login("somebody-new/../u-1")));
            assertEquals(EVERYBODY, shop.offer("session=dS0x.bm90IHNpZ25lZA"), "of a browser that says it is u-1");
            relay.fallSilent();
            relay.cutAll();
            Await.until("what was kept is old", () -> EVERYBODY.equals(shop.offer(shop.login("u-1"))));
            long begin = System.nanoTime();
            assertEquals(EVERYBODY, shop.offer(shop.login("u-1")));
            assertTrue(System.nanoTime() - begin < 2_000_000_000L, "nobody waits for long");
            relay.close();
            assertEquals(EVERYBODY, shop.headline("u-1"), "of a service that is not there");
            assertFalse(shop.printed.toString().contains(space.accessToken()), shop.printed::toString);
        }
    }

    /** The example, as its README starts it; only what it keeps is older sooner. */
    private final class Shop implements AutoCloseable {

        private final Process process;
        private final URI url;
        private final List<String> printed = new CopyOnWriteArrayList<>();

        Shop(URI selfsame) throws Exception {
            var builder = new ProcessBuilder("node", "server.mjs").redirectErrorStream(true)
                    .directory(Path.of("src", "docs", "examples", "personalisation").toFile());
            builder.environment().put("SELFSAME_URL", selfsame.toString());
            builder.environment().put("SELFSAME_SPACE", space.id());
            builder.environment().put("SELFSAME_ACCESS_TOKEN", space.accessToken());
            builder.environment().put("FRESH_SECONDS", "1");
            builder.environment().put("PORT", "0");
            process = builder.start();
            CompletableFuture<URI> at = new CompletableFuture<>();
            Thread.startVirtualThread(() -> {
                try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        printed.add(line);
                        Matcher found = AT.matcher(line);
                        if (found.find()) {
                            at.complete(URI.create(found.group(1)));
                        }
                    }
                } catch (IOException e) {
                    // It was ended.
                }
            });
            url = at.get(30, TimeUnit.SECONDS);
        }

        /** The cookie of somebody who has logged in. */
        String login(String user) {
            return Http.send(url, "POST", "/login", "user=" + Http.encode(user)).headers().firstValue("Set-Cookie")
                    .orElseThrow()
                    .replaceFirst(";.*", "");
        }

        /** What a page would be told. */
        String offer(String cookie) {
            return Http.send(url, "GET", "/offer", "", "Cookie", cookie).ok().body().path("headline").asText();
        }

        /** What the page shows. */
        String headline(String... user) {
            String[] args = new String[1 + user.length];
            args[0] = url.toString();
            System.arraycopy(user, 0, args, 1, user.length);
            return NodeScripts.run("personalisation.mjs", args).strip();
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }
}
