package io.selfsame.cli.demo;

import io.selfsame.cli.demo.DemoScript.Device;
import io.selfsame.cli.demo.DemoScript.ScriptLine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The event stream of a shop over 90 days, with all that makes identity hard: people on several devices, a shared
 * computer without logout, a team's e-mail address, bots, a showroom tablet. The same seed, end and size give the same
 * messages, message IDs included. Immutable; holds nothing until {@link #messages()} is called.
 *
 * @param until no event is later than this
 * @param events how many messages exactly
 */
record DemoShop(long seed, Instant until, int events) {
    static final int MIN_EVENTS = 1_000;
    static final int MAX_EVENTS = 1_000_000;
    static final Duration SPAN = Duration.ofDays(90);
    /** The library's computer: many people, one anonymous ID. */
    static final String LIBRARY_COMPUTER = "library-pc-3";
    /** An address that a whole team reads. */
    static final String TEAM_EMAIL = "sales@northwind.example";
    /** The showroom's tablet: its anonymous ID changes, its device ID does not. */
    static final String TABLET = "5f0c7a52-showroom-tablet";

    DemoShop {
        if (events < MIN_EVENTS || events > MAX_EVENTS) {
            throw new IllegalArgumentException("events must be between " + MIN_EVENTS + " and " + MAX_EVENTS);
        }
    }

    static String libraryUser(int number) {
        return "lib-" + number;
    }

    static String teamUser(int number) {
        return "team-" + number;
    }

    /** JSON texts, ordered by their timestamps. */
    Stream<String> messages() {
        List<ScriptLine> lines = new ArrayList<>(events);
        lines.addAll(library());
        lines.addAll(team());
        lines.addAll(tablet());
        lines.addAll(bots());
        for (int number = 1; lines.size() < events; number++) {
            lines.addAll(customer(number));
            lines.addAll(visitor(number));
        }
        return lines.subList(0, events).stream().sorted(Comparator.comparing(ScriptLine::at)).map(ScriptLine::json);
    }

    private Instant end() {
        return until.truncatedTo(ChronoUnit.MILLIS);
    }

    /** @param part where in the 90 days, 0 to 1 */
    private Instant day(double part) {
        return end().minus(SPAN).plusMillis((long) (part * SPAN.toMillis()));
    }

    private DemoScript script(String actor) {
        return new DemoScript(seed, actor, end());
    }

    private List<ScriptLine> customer(int number) {
        DemoScript script = script("customer" + number);
        Instant first = day(number == 1 ? 0.3 : 0.85 * script.random.nextDouble());
        new DemoCustomer(script, number).live(first, end());
        return script.lines();
    }

    /** Looks once or twice, leaves no name; some come from the newsletter, with nothing but an address. */
    private List<ScriptLine> visitor(int number) {
        DemoScript script = script("visitor" + number);
        script.goTo(day(0.98 * script.random.nextDouble()));
        if (script.chance(0.2)) {
            String email = "reader" + number + "@mail.example";
            script.trackByEmail("Newsletter Clicked",
                    DemoScript.object().put("campaign", script.pick(DemoCatalog.CAMPAIGNS)), email);
        }
        script.use(new Device("web", script.uuid(), "", "", false, "Mozilla/5.0 (Windows NT 10.0) Firefox/131.0"));
        int pages = 1 + script.random.nextInt(6);
        script.page("Home", "/");
        for (int i = 1; i < pages; i++) {
            script.track("Product Viewed", DemoCustomer.describe(script.pick(DemoCatalog.PRODUCTS)));
        }
        return script.lines();
    }

    /** One after another sits down, logs in, and gets up without logging out. */
    private List<ScriptLine> library() {
        DemoScript script = script("library");
        int people = 12 + Math.min(events / 5_000, 28);
        for (int number = 1; number <= people; number++) {
            script.goTo(day(0.1 + 0.85 * number / (people + 1)));
            script.use(new Device("web", LIBRARY_COMPUTER, "", "", false, "Mozilla/5.0 (X11; Linux) Firefox/115.0"));
            script.logIn(libraryUser(number));
            script.identify(DemoScript.object().put("email", "reader." + number + "@library.example").put("plan",
                    "personal"));
            for (int i = 0; i < 4; i++) {
                script.track("Product Viewed", DemoCustomer.describe(script.pick(DemoCatalog.PRODUCTS)));
            }
            script.logOut();
            script.page("Home", "/");
        }
        return script.lines();
    }

    /** Each of the team signs up with the address they share. */
    private List<ScriptLine> team() {
        DemoScript script = script("team");
        for (int number = 1; number <= 8; number++) {
            script.goTo(day(0.2 + 0.08 * number));
            script.use(new Device("web", script.uuid(), "", "", false, "Mozilla/5.0 (Macintosh) Safari/605.1.15"));
            script.page("Home", "/");
            script.logIn(teamUser(number));
            script.identify(DemoScript.object().put("email", TEAM_EMAIL).put("firstName",
                    DemoCatalog.FIRST_NAMES.get(number + 6)));
            DemoCatalog.Company company = DemoCatalog.COMPANIES.getFirst();
            script.group(company.id(), DemoScript.object().put("name", company.name()).put("industry",
                    company.industry()));
            script.track("Quote Requested", DemoScript.object().put("value", 500 + 100 * number));
            script.logOut();
        }
        return script.lines();
    }

    /** Visitors of the showroom leave a phone number on the one tablet: its device ID glues strangers together. */
    private List<ScriptLine> tablet() {
        DemoScript script = script("tablet");
        for (int number = 1; number <= 10; number++) {
            script.goTo(day(0.15 + 0.075 * number));
            script.use(new Device("ios", script.uuid(), TABLET, "", false, "Shop/4.2 (iPadOS 18.1)"));
            script.screen("Showroom");
            script.trackWithId("Callback Requested", DemoScript.object().put("topic", "espresso machines"), "phone",
                    "+4930555010" + number);
        }
        return script.lines();
    }

    /** One and a half in a hundred events: scripts that send the word null, or zeroes, for an ID. */
    private List<ScriptLine> bots() {
        DemoScript script = script("bots");
        int visits = events * 15 / 1000;
        for (int i = 0; i < visits; i++) {
            script.goTo(day(0.99 * (i + script.random.nextDouble()) / visits));
            script.use(new Device("web", script.pick(DemoCatalog.JUNK_IDS), "", "", false, "python-requests/2.32"));
            script.page("Search", "/search");
        }
        return script.lines();
    }
}
