package io.selfsame.cli.demo;

import io.selfsame.cli.HumanText;
import io.selfsame.cli.NewSpaceClient;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What is worth looking at after the demo, as commands that work as they are printed. */
final class DemoTour {
    private DemoTour() {}

    static void print(String base, NewSpaceClient.CreatedSpace space, String token, PrintWriter out) {
        String users = base + "/v1/spaces/" + space.id() + "/collections/users/profiles/";
        String manage = base + "/v1/spaces/" + space.id() + "/";
        String person = DemoCustomer.userId(1);
        out.println();
        out.println("Space         " + space.id());
        out.println("Write key     " + space.writeKey());
        out.println("Access token  " + space.accessToken());
        out.println();
        out.println("Worth looking at:");
        heading(out, "1. One person on two computers and a phone: what is known of her, and by which IDs");
        read(out, space, users + id("user_id", person) + "/traits?limit=100");
        read(out, space, users + id("user_id", person) + "/external_ids?limit=100");
        heading(out,
                "2. The library's computer, where nobody logs out: why its second reader is a person of their own");
        read(out, space, users + id("user_id", DemoShop.libraryUser(2)) + "/decisions");
        manage(out, token, manage + "decisions?code=limit_exceeded");
        heading(out, "3. A team that shares one e-mail address: why two of them are not one");
        manage(out, token, manage + "explain?from=" + id("email", DemoShop.TEAM_EMAIL) + "&to="
                + id("user_id", DemoShop.teamUser(2)));
        heading(out, "4. The profiles most likely to be wrong, such as the strangers glued by the showroom's tablet");
        manage(out, token, manage + "blobs");
        read(out, space, users + id("ios.id", DemoShop.TABLET) + "/external_ids?limit=100");
        heading(out,
                "5. Who spent more than 500, and what is known of one of them; a few seconds after the demo has ended");
        manage(out, token, manage + "audiences");
        read(out, space, users + id("user_id", person) + "/traits?class=audience");
        heading(out,
                "6. The same in Neo4j Browser: drag this file onto its page, and run the queries in the folder Selfsame");
        out.println("   curl -sS -O " + HumanText.quoted(base + "/explore.zip"));
        out.println(
                "   blob-users-drawing, person, growth, shared-devices-drawing and sharing show what is said above;");
        out.println("   cypher/README.md explains how to load the colours and what each query is for.");
        out.println();
        out.flush();
    }

    private static void heading(PrintWriter out, String text) {
        out.println();
        out.println(text);
    }

    private static void read(PrintWriter out, NewSpaceClient.CreatedSpace space, String url) {
        out.println("   curl -sS -u " + HumanText.quoted(space.accessToken() + ":") + " " + HumanText.quoted(url));
    }

    private static void manage(PrintWriter out, String token, String url) {
        out.println(
                "   curl -sS -H " + HumanText.quoted("Authorization: Bearer " + token) + " " + HumanText.quoted(url));
    }

    /** {@code type:value}, percent-encoded where a URL needs it. */
    static String id(String type, String value) {
        return type + ":" + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
