package io.selfsame.siege;

import io.selfsame.siege.client.Answer;
import io.selfsame.siege.client.Tally;
import io.selfsame.siege.client.Wire;
import io.selfsame.testing.TestSpace;
import java.util.List;

/** Reads all that can be read of the big person and the big account, very many at once, again and again. */
final class BigReads implements Attack {

    private static final List<String> OF_THE_PERSON = List.of("events?limit=100", "metadata", "decisions?limit=100",
            "identity", "traits", "external_ids", "links");
    private static final List<String> OF_THE_ACCOUNT = List.of("metadata", "links", "traits");

    @Override
    public String title() {
        return "big reads";
    }

    /** A profile read of the big person. */
    static byte[] request(TestSpace big, String what) {
        return request(big, "users", BigSpace.PERSON, what);
    }

    private static byte[] request(TestSpace big, String collection, String id, String what) {
        return Wire.request("GET", "/v1/spaces/" + big.id() + "/collections/" + collection + "/profiles/" + id + "/"
                + what, "", Wire.key(big.accessToken()));
    }

    private static byte[] request(TestSpace big, int which) {
        int kind = which % (OF_THE_PERSON.size() + OF_THE_ACCOUNT.size());
        return kind < OF_THE_PERSON.size()
                ? request(big, OF_THE_PERSON.get(kind))
                : request(big, "accounts", "group_id:" + BigSpace.ACCOUNT, OF_THE_ACCOUNT.get(kind
                        - OF_THE_PERSON.size()));
    }

    @Override
    public void run(Siege siege, Tally tally) {
        Siege.atOnce(siege.scale().bigReads(), i -> {
            for (int turn = i; !siege.over(); turn++) {
                long started = System.nanoTime();
                Answer answer = Wire.ask(siege.url(), request(siege.big(), turn));
                tally.count(answer.outcome(), started);
                if (!answer.ok()) {
                    Siege.pause(500);
                }
            }
        });
    }

    @Override
    public List<String> faults(Siege siege, Tally tally) {
        return tally.except("200", "429", "503");
    }
}
