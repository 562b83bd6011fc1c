package io.selfsame.siege;

import io.selfsame.siege.client.Answer;
import io.selfsame.siege.client.Tally;
import io.selfsame.siege.client.Wire;
import io.selfsame.testing.Await;
import java.util.ArrayList;
import java.util.List;

/**
 * Traits whose names all have one hash in a table that a JSON parser may share between requests, stored for several
 * people. Nobody else may be hurt by it, nor anybody who reads these people, nor the refresh that looks at them.
 */
final class CollidingNames implements Attack {

    /** As many as one object may have. */
    private static final int NAMES = 290;
    private static final int PEOPLE = 8;

    @Override
    public String title() {
        return "colliding names";
    }

    /** An identify with a trait of so many names, all of one length. */
    static String document(int names) {
        return document("u", names);
    }

    private static String document(String user, int names) {
        var members = new StringBuilder();
        for (int i = 0; i < names; i++) {
            members.append(i == 0 ? "" : ",").append('"');
            for (int bit = 8; bit >= 0; bit--) {
                // Of the same hash wherever characters are weighed with powers of 33: 'A' * 33 + 'b' = 'B' * 33 + 'A'.
                members.append((i >> bit & 1) == 0 ? "Ab" : "BA");
            }
            members.append("\":1");
        }
        return "{\"userId\":\"" + user + "\",\"traits\":{\"plan\":{" + members + "}}}";
    }

    @Override
    public void run(Siege siege, Tally tally) {
        siege.hostile().manage("POST", "audiences", """
                {"name":"Paying","definition":{"query":"trait('plan') = 'pro'"}}""").ok();
        for (int i = 0; i < PEOPLE && !siege.over(); i++) {
            byte[] request = Wire.request("POST", "/v1/identify", document("pill" + i, NAMES), Wire.key(siege.hostile()
                    .writeKey()));
            Answer answer = Wire.ask(siege.url(), request);
            for (int again = 0; answer.refused() && again < 100 && !siege.over(); again++) {
                Siege.pause(200);
                answer = Wire.ask(siege.url(), request);
            }
            tally.count(answer.outcome());
        }
    }

    @Override
    public List<String> faults(Siege siege, Tally tally) {
        List<String> faults = new ArrayList<>(tally.except("200", "400", "429", "503"));
        for (int i = 0; i < PEOPLE; i++) {
            String traits = Wire.ask(siege.url(), Wire.request("GET", "/v1/spaces/" + siege.hostile().id()
                    + "/collections/users/profiles/user_id:pill" + i + "/traits", "",
                    Wire.key(siege.hostile().accessToken()))).outcome();
            if (!traits.equals("200") && !traits.equals("404")) {
                faults.add(title() + ": traits of pill" + i + " are answered " + traits);
            }
        }
        siege.hostile().identify("{\"userId\":\"honest\",\"traits\":{\"plan\":\"pro\"}}").ok();
        try {
            Await.until("who has joined since enters an audience beside them", () -> siege.hostile()
                    .profile("user_id:honest", "traits?include=paying").body().at("/traits/paying").asBoolean());
        } catch (AssertionError late) {
            faults.add(title() + ": " + late.getMessage());
        }
        return faults;
    }
}
