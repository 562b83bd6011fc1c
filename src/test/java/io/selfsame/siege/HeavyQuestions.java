package io.selfsame.siege;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.siege.client.Answer;
import io.selfsame.siege.client.Tally;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Asks, by a management token, what a nested condition says of the big person: by previews, and by explanations. */
enum HeavyQuestions implements Attack {

    PREVIEWS("heavy previews") {
        @Override
        void ask(Siege siege, Tally tally, int turn) throws IOException {
            String all = "/v1/spaces/" + siege.big().id() + "/audiences/previews";
            Reply asked = send(siege, "POST", all, "{\"definition\":{\"query\":\"" + question(turn) + "\"}}");
            tally.count(Answer.of(asked).outcome());
            JsonNode preview = asked.body().at("/data/audiencePreview");
            String one = all + "/" + preview.path("id").asText();
            while (asked.status() == 200 && !ENDED.contains(preview.path("status").asText()) && !siege.over()) {
                Siege.pause(500);
                preview = send(siege, "GET", one, "").body().at("/data/audiencePreview");
            }
            if (asked.status() == 200) {
                tally.count(preview.path("status").asText("RUNNING").toLowerCase(Locale.ROOT));
                // A service that cannot stop one says so; it is to live with it either way.
                send(siege, "DELETE", one, "");
            }
        }
    },

    EXPLANATIONS("heavy explanations") {
        @Override
        void prepare(Siege siege) throws IOException {
            send(siege, "POST", "/v1/spaces/" + siege.big().id() + "/audiences",
                    "{\"name\":\"" + NESTED + "\",\"definition\":{\"query\":\"" + nested(2) + "\"}}");
        }

        @Override
        void ask(Siege siege, Tally tally, int turn) throws IOException {
            String audiences = "/v1/spaces/" + siege.big().id() + "/audiences";
            String id = "none";
            for (JsonNode audience : send(siege, "GET", audiences, "").body().at("/data/audiences")) {
                id = audience.path("name").asText().equals(NESTED) ? audience.path("id").asText() : id;
            }
            tally.count(Answer.of(send(siege, "GET", audiences + "/" + id + "/explain/" + BigSpace.PERSON, ""))
                    .outcome());
        }
    };

    private static final String NESTED = "Nested";
    private static final int AT_ONCE = 4;
    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED");

    private final String title;

    HeavyQuestions(String title) {
        this.title = title;
    }

    @Override
    public String title() {
        return title;
    }

    abstract void ask(Siege siege, Tally tally, int turn) throws IOException;

    void prepare(Siege siege) throws IOException {}

    @Override
    public void run(Siege siege, Tally tally) throws IOException {
        prepare(siege);
        Siege.atOnce(AT_ONCE, client -> {
            for (int turn = client; !siege.over(); turn++) {
                try {
                    ask(siege, tally, turn);
                } catch (IOException e) {
                    tally.count(siege.over() ? "open to the end" : Answer.SILENCE);
                }
                Siege.pause(500);
            }
        });
    }

    @Override
    public List<String> faults(Siege siege, Tally tally) {
        return tally.of(Answer.SILENCE) == 0
                ? List.of()
                : List.of(title + ": " + tally.of(Answer.SILENCE)
                        + " had no answer within a minute");
    }

    /** Has the service begin with some of them, and does not wait for what comes of it. */
    static void begin(Siege siege) {
        for (int i = 0; i < AT_ONCE; i++) {
            try {
                send(siege, "POST", "/v1/spaces/" + siege.big().id() + "/audiences/previews",
                        "{\"definition\":{\"query\":\"" + question(i) + "\"}}");
            } catch (IOException e) {
                throw new UncheckedIOException("a preview", e);
            }
        }
    }

    private static String question(int turn) {
        return switch (turn % 3) {
            case 0 -> nested(2);
            case 1 -> nested(3);
            // Nothing but a look at every pair tells.
            default -> "event('" + BigSpace.VIEWED + "').where(event('" + BigSpace.VIEWED
                    + "').where(property('n') = property(parent: 'n')).count() > 1000000).count() >= 1";
        };
    }

    /** A condition in a condition, so many levels deep, that looks at every pair (or more) of the person's events. */
    private static String nested(int levels) {
        String query = "event('" + BigSpace.VIEWED + "').where(property('n') >= 100).within(parent: 1 days)"
                + ".count() >= 1";
        for (int i = 1; i < levels - 1; i++) {
            query = "event('" + BigSpace.VIEWED + "').where(" + query + ").within(parent: 1 days).count() >= 1";
        }
        return "event('" + BigSpace.VIEWED + "').where(" + query + ").within(2 days).count() >= 1";
    }

    private static Reply send(Siege siege, String method, String path, String body) throws IOException {
        return Http.trySend(siege.url(), method, path, body.getBytes(StandardCharsets.UTF_8),
                "application/json", "Authorization", Http.bearer(siege.big().adminToken()));
    }
}
