package io.selfsame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.http.Endpoints.Route;
import io.selfsame.http.Operation;
import io.selfsame.server.AllRoutes;
import io.selfsame.testing.Await;
import io.selfsame.testing.Http;
import io.selfsame.testing.Reply;
import io.selfsame.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The examples in http.md are sent in their order, and answered as written. Reads are repeated until they are: what definitions say is
 * computed in the background. With {@code -Dexamples=write} answers that differ are written into the file.
 */
class HttpExamplesIT {

    private static final Path PAGE = Path.of("src/docs/http.md");
    private static final Pattern EXAMPLE = Pattern.compile(
            "```http\\n(?<method>[A-Z]+) (?<path>\\S+)\\n(?<body>[^`]*)```\\n"
                    + "(?<answer>(?:Status (?<status>\\d+)(?:, `(?<type>[^`]+)`)?[.:]\\n)?(?:```json\\n(?<json>.*?)\\n```\\n)?)",
            Pattern.DOTALL);
    private static final Pattern CUT = Pattern.compile("((?:[a-z]{3}_)+)…");

    private final TestServer server = TestServer.shared();
    private final String space = "0-" + Long.toString(System.nanoTime(), 36);
    private final Map<String, String> ids = new HashMap<>();
    private String writeKey = "";
    private String accessToken = "";

    /** @param json empty if the answer is none */
    private record Example(String method, String path, String body, int status, String type, String json, int from,
            int to) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static String page() {
        try {
            return Files.readString(PAGE, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Example> examples(String page) {
        List<Example> examples = new ArrayList<>();
        Matcher found = EXAMPLE.matcher(page);
        while (found.find()) {
            examples.add(new Example(found.group("method"), found.group("path"), found.group("body").strip(),
                    Optional.ofNullable(found.group("status")).map(Integer::parseInt).orElse(200),
                    Optional.ofNullable(found.group("type")).orElse("application/json"),
                    Optional.ofNullable(found.group("json")).orElse(""), found.start("answer"), found.end("answer")));
        }
        return examples;
    }

    @Test
    void everyExampleIsAnsweredAsWritten() throws IOException {
        boolean writes = "write".equals(System.getProperty("examples"));
        String page = page();
        var written = new StringBuilder();
        int copied = 0;
        for (Example example : examples(page)) {
            String[] answer = {""};
            boolean[] fits = {false};
            try {
                Await.until("an answer", Duration.ofSeconds(writes ? 7 : 60), () -> {
                    Reply reply = send(example);
                    answer[0] = shown(reply);
                    fits[0] = fits(example, reply);
                    return fits[0] || !example.method().equals("GET");
                });
            } catch (AssertionError late) {
                // What it was answered at last is shown below.
            }
            if (!fits[0] && !writes) {
                assertEquals(page.substring(example.from(), example.to()), answer[0], example::toString);
            }
            written.append(page, copied, example.from())
                    .append(fits[0] ? page.substring(example.from(), example.to()) : answer[0]);
            copied = example.to();
        }
        if (writes) {
            Files.writeString(PAGE, written + page.substring(copied));
        }
    }

    private Reply send(Example example) {
        String path = example.path();
        // That is how its clients ask: without a header, the key in the path.
        path = path.replace("/projects/…", "/projects/" + writeKey);
        Matcher cut = CUT.matcher(path);
        path = cut.replaceAll(id -> ids.getOrDefault(id.group(1), id.group(1)));
        Reply reply = Http.send(server.url(), example.method(), ours(path), ours(example.body()), "Authorization",
                authorization(example.path()));
        reply.body().findValuesAsText("writeKey").stream().filter(key -> !key.isEmpty() && writeKey.isEmpty())
                .findFirst()
                .ifPresent(key -> writeKey = key);
        reply.body().findValuesAsText("accessToken").stream().filter(key -> !key.isEmpty() && accessToken.isEmpty())
                .findFirst().ifPresent(key -> accessToken = key);
        if (!example.method().equals("GET")) {
            // A list may be of others, too.
            Matcher id = ExampleJson.ID.matcher(reply.body().toString());
            while (id.find()) {
                ids.put(id.group(1), id.group());
            }
        }
        return reply;
    }

    /** The examples are about a space that other tests do not know. */
    private String ours(String text) {
        return text.replaceAll("\\bshop\\b", space);
    }

    private String authorization(String path) {
        return route(path).map(route -> switch (route.access()) {
            case WRITE_KEY -> Http.basic(writeKey);
            case ACCESS_TOKEN -> Http.basic(accessToken);
            case OPEN, VIEWER, EDITOR, ADMIN, METRICS -> Http.bearer(server.adminToken());
        }).orElse("");
    }

    private static Optional<Route> route(String path) {
        String plain = path.replaceFirst("\\?.*", "");
        // What is written out comes before what is a parameter, as in the service.
        return AllRoutes.list().stream().filter(route -> Pattern.matches(
                route.path().replaceAll("\\{\\w+}", "[^/]+"), plain))
                .min((a, b) -> Long.compare(parameters(a), parameters(b)));
    }

    private static long parameters(Route route) {
        return route.path().chars().filter(character -> character == '{').count();
    }

    private JsonNode body(Reply reply) {
        return Http.json(reply.body().toString().replace(space, "shop").replace(server.url().getAuthority(),
                "127.0.0.1:8080"));
    }

    private boolean fits(Example example, Reply reply) {
        if (reply.status() != example.status() || !type(reply).equals(example.type())) {
            return false;
        }
        return example.json().isEmpty()
                ? reply.body().isMissingNode()
                : ExampleJson.matches(ExampleJson.read(example.json()), body(reply));
    }

    private static String type(Reply reply) {
        return reply.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    }

    private String shown(Reply reply) {
        String status = "Status " + reply.status();
        if (reply.body().isMissingNode()) {
            return status + ", `" + type(reply) + "`.\n";
        }
        return (reply.status() == 200 ? "" : status + ":\n") + "```json\n" + ExampleJson.write(body(reply)) + "\n```\n";
    }

    @Test
    void everyRouteHasAnExample() {
        List<String> shown = examples(page()).stream().flatMap(example -> route(example.path()).stream()
                .map(route -> example.method() + " " + route.path())).toList();
        assertEquals(List.of(), AllRoutes.list().stream().filter(HttpExamplesIT::needsExample).map(Route::toString)
                .filter(route -> !shown.contains(route)).toList(), "routes without an example in " + PAGE);
    }

    private static boolean needsExample(Route route) {
        boolean other = List.of(Operation.ALIASES, "Preflight").contains(route.operation().tag())
                || route.method().name().equals("HEAD");
        // The images of all calls are alike.
        boolean image = route.path().startsWith("/v1/pixel/") && !route.path().endsWith("/track");
        return !other && !image;
    }
}
