package io.selfsame.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.selfsame.identity.IdentityRules;
import io.selfsame.json.Json;
import io.selfsame.space.Grant;
import io.selfsame.tracking.gate.Gate;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageParserTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static MessageParser.Parsed single(String type, String body) throws JsonProcessingException {
        return new MessageParser(IdentityRules.defaults(), Gate.OPEN, "src_test", Grant.KeyKind.SERVER, NOW)
                .single((ObjectNode) Json.read(body), type);
    }

    private static MessageParser.Parsed batch(String body) throws JsonProcessingException {
        return new MessageParser(IdentityRules.defaults(), Gate.OPEN, "src_test", Grant.KeyKind.SERVER, NOW)
                .batch(BatchBody.cut(body).read());
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            track    | {"userId":"u"}                                   | event_not_defined
            track    | {"userId":"u","event":" "}                       | event_not_defined
            track    | {"userId":"u","event":7}                         | event_not_string
            track    | {"userId":{},"event":"e"}                        | id_not_string
            track    | {"userId":true,"event":"e"}                      | id_not_string
            group    | {"userId":"u"}                                   | id_required
            group    | {"userId":"u","groupId":""}                      | id_required
            group    | {"userId":"u","groupId":"\\u00a0\\u200b"}        | id_required
            track    | {"userId":"u","event":"\\u00a0"}                 | event_not_defined
            alias    | {"userId":"u"}                                   | id_required
            track    | {"userId":"a\\u0000b","event":"e"}               | id_invalid
            """)
    void aBadEventIsRejectedWithItsCode(String type, String body, String code) throws JsonProcessingException {
        var parsed = single(type, body);
        assertEquals(1, parsed.rejections().size());
        assertEquals(code, parsed.rejections().getFirst().code());
    }

    /** An event is taken without the parts that nobody can read, and its owner is told of them. */
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            track    | {"userId":"u","event":"e","properties":[]}     | properties_not_object properties []
            track    | {"userId":"u","event":"e","context":"x"}       | context_not_object context "x"
            track    | {"userId":"u","event":"e","context":[]}        | context_not_object context []
            track    | {"userId":"u","event":"e","context":{"traits":[]}} | traits_not_object context.traits []
            track    | {"userId":"u","event":"e","timestamp":-1}      | invalid_timestamp timestamp -1
            track    | {"userId":"u","event":"e","timestamp":""}      | invalid_timestamp timestamp
            track    | {"userId":"u","event":"e","timestamp":"soon"}  | invalid_timestamp timestamp soon
            track    | {"userId":"u","event":"e","timestamp":"2026-11-27T16:00:27.029:Z"} | invalid_timestamp timestamp 2026-11-27T16:00:27.029:Z
            track    | {"userId":"u","event":"e","sentAt":"soon"}     | invalid_timestamp sentAt soon
            track    | {"userId":"u","event":"e","timestamp":"2026-03-02T12:00:01Z"} | future_timestamp timestamp 2026-03-02T12:00:01Z
            identify | {"userId":"u","traits":"x"}                    | traits_not_object traits "x"
            page     | {"userId":"u","name":1}                        | name_not_string name 1
            screen   | {"userId":"u","category":1}                    | category_not_string category 1
            group    | {"userId":"u","groupId":"null"}                | blocked_group_id groupId null
            track    | {"userId":{},"anonymousId":"a","event":"e"}    | id_not_string userId {}
            track    | {"userId":"u","messageId":{},"event":"e"}      | id_not_string messageId {}
            identify | {"userId":"u","traits":{"email":["a@x","b@x"]}} | id_not_string email ["a@x","b@x"]
            track    | {"userId":"u","event":"e","context":{"traits":{"email":{"home":"a@x"}}}} | id_not_string email {"home":"a@x"}
            track    | {"userId":"u","event":"e","context":{"device":{"type":"ios","id":["i"]}}} | id_not_string ios.id ["i"]
            track    | {"userId":"u","event":"e","timestamp":"0001-01-01T00:00:00Z"} | invalid_timestamp timestamp 0001-01-01T00:00:00Z
            track    | {"userId":"u","event":"e","timestamp":"0001-01-01T00:00:00+01:00"} | invalid_timestamp timestamp 0001-01-01T00:00:00+01:00
            track    | {"userId":"u","event":"e","timestamp":"0001-01-01"} | invalid_timestamp timestamp 0001-01-01
            track    | {"userId":"a\\u0000b","anonymousId":"a","event":"e"} | id_invalid user_id a\\u0000b
            track    | {"userId":"u","event":"e","context":{"externalIds":{}}} | external_ids_not_array context.externalIds {}
            track    | {"userId":"u","event":"e","context":{"externalIds":["x",{"type":"crm","id":7}]}} | external_id_invalid context.externalIds[] "x"
            track    | {"userId":"u","event":"e","context":{"externalIds":[{"id":"1"}]}}  | external_id_invalid context.externalIds[].type {"id":"1"}
            track    | {"userId":"u","event":"e","context":{"externalIds":[{"type":"crm"}]}}  | external_id_invalid context.externalIds[].id {"type":"crm"}
            """)
    void aPartThatCannotBeReadIsLeftOutAndNoted(String type, String body, String note) throws JsonProcessingException {
        var parsed = single(type, body);
        assertEquals(0, parsed.rejections().size(), parsed.rejections()::toString);
        var common = parsed.messages().getFirst().common();
        var noted = common.notes().getFirst();
        assertEquals(note.replace("\\u0000", "\0"), (noted.code() + " " + noted.field() + " " + noted.value()).strip());
        assertEquals(1, common.notes().size());
        assertTrue(type.equals("group") || common.identity().at().equals(NOW), "arrival");
    }

    @Test
    void traitsOfAnIdentifyMayStandInItsContext() throws JsonProcessingException {
        var beside = (Message.Identify) single("identify",
                "{\"userId\":\"u\",\"context\":{\"traits\":{\"plan\":\"pro\"}}}")
                .messages().getFirst();
        assertEquals("{\"plan\":\"pro\"}", beside.traits().toString());
        var own = (Message.Identify) single("identify",
                "{\"userId\":\"u\",\"traits\":{},\"context\":{\"traits\":{\"plan\":\"pro\"}}}").messages().getFirst();
        assertEquals("{}", own.traits().toString());
    }

    @Test
    void theContextOfABatchIsLeftAloneByOneOfItsMessages() throws JsonProcessingException {
        var parsed = batch("""
                {"context":{"ip":"1","externalIds":[7,{"type":"crm","id":"c"}]},"batch":[
                 {"type":"track","event":"e","userId":"u"},{"type":"track","event":"e","userId":"u"}]}""");
        for (var message : parsed.messages()) {
            assertEquals("[user_id:u, crm:c]", message.common().identity().ids().toString());
            assertEquals(1, message.common().notes().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-5000000", "1e-999999999", "-1e-999999999", "1e999999999", "0.0000000001"})
    void aNumberWithAHugeExponentIsNoTimeAndCostsNone(String number) throws JsonProcessingException {
        var parsed = single("track", "{\"userId\":\"u\",\"event\":\"e\",\"timestamp\":" + number + "}");
        assertEquals("invalid_timestamp", parsed.messages().getFirst().common().notes().getFirst().code());
    }

    @Test
    void notesOfOneMessageAreFew() throws JsonProcessingException {
        var parsed = single("track",
                "{\"userId\":\"u\",\"event\":\"e\",\"context\":{\"externalIds\":[" + "1,".repeat(9_999) + "1]}}");
        var notes = parsed.messages().getFirst().common().notes();
        assertEquals(11, notes.size());
        assertEquals("more_violations", notes.getLast().code());
    }

    @Test
    void whatIsLeftOutCountsForTheSizeOfAnEvent() throws JsonProcessingException {
        var parsed = single("track",
                "{\"userId\":\"u\",\"event\":\"e\",\"properties\":[\"" + "x".repeat(40_000) + "\"]}");
        assertEquals("event_too_large", parsed.rejections().getFirst().code());
    }

    @Test
    void manyIdentifiersAreCountedBeforeTheyAreLookedAt() throws JsonProcessingException {
        String entries = IntStream.range(0, 20_000).mapToObj(i -> "{\"type\":\"t\",\"id\":" + i + "},")
                .collect(Collectors.joining());
        var parsed = batch("{\"batch\":[{\"type\":\"track\",\"event\":\"e\",\"userId\":\"a\\u0000\",\"context\":"
                + "{\"externalIds\":[" + entries + "{\"type\":\"t\",\"id\":1}]}}]}");
        assertEquals("too_many_identifiers", parsed.rejections().getFirst().code());
    }

    @Test
    void aLongRunOfMarksInAnAddressIsNotComposed() throws JsonProcessingException {
        String marks = "a" + "\u0301".repeat(100_000) + "\u0316".repeat(100_000) + "@x.example";
        var parsed = batch("{\"batch\":[{\"type\":\"identify\",\"traits\":{\"email\":\"" + marks + "\"}}]}");
        assertEquals("id_too_long", parsed.rejections().getFirst().code());
    }

    @Test
    void theKeyOfAMessageThatIsNoObjectIsNotKept() throws JsonProcessingException {
        var parsed = batch(
                """
                {"batch":["{\\"writeKey\\":\\"sk_1\\",\\"type\\":\\"track\\"}",[{"writeKey":"sk_2"}],{"writeKey":"sk_3","x":NaN}]}""");
        assertEquals(3, parsed.rejections().size());
        parsed.rejections().forEach(rejection -> assertFalse(rejection.body().contains("sk_"), rejection::body));
    }

    @Test
    void nanIsRejectedWithItsMessageAlone() throws JsonProcessingException {
        var parsed = batch(
                """
                {"batch":[{"type":"track","event":"e","userId":"u","properties":{"x":NaN}},
                 {"type":"track","event":"e","userId":"u"},{"type":"track","event":"e","userId":"u","properties":{"x":-Infinity}},
                 {"type":"track",/* as configuration files have it */"event":"e","userId":"u"}]}""");
        assertEquals("[1]", parsed.messages().stream().map(m -> m.common().index()).toList().toString());
        assertEquals("[0, 2, 3]", parsed.rejections().stream().map(Rejection::index).toList().toString());
        assertTrue(parsed.rejections().getFirst().message().contains("NaN and Infinity are no JSON"),
                parsed.rejections().getFirst()::message);
    }

    @ParameterizedTest(name = "{0} with {1} is {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            2026-02-01T00:00:00Z      | -                    | 2026-02-01T00:00:00Z
            2026-02-01T00:00:00+02:00 | -                    | 2026-01-31T22:00:00Z
            2026-02-01T00:00:00       | -                    | 2026-02-01T00:00:00Z
            2026-02-01                | -                    | 2026-02-01T00:00:00Z
            0000-01-01T00:00:00Z      | -                    | 0000-01-01T00:00:00Z
            2026-03-02T12:00:00Z      | -                    | 2026-03-02T12:00:00Z
            9999-12-31T23:59:59Z      | -                    | 2026-03-01T12:00:00Z
            2026-03-01T13:00:00Z      | 2026-03-01T13:00:05Z | 2026-03-01T11:59:55Z
            9999-12-31T23:59:59Z      | 2026-01-01T00:00:00Z | 2026-03-01T12:00:00Z
            9999-12-31T23:59:50Z      | 9999-12-31T23:59:59Z | 2026-03-01T11:59:51Z
            """)
    void theTimeIsTheClientsCorrectedBySentAt(String timestamp, String sentAt, String expected)
            throws JsonProcessingException {
        var parsed = single("track", "{\"userId\":\"u\",\"event\":\"e\",\"timestamp\":\"" + timestamp + "\""
                + (sentAt == null ? "" : ",\"sentAt\":\"" + sentAt + "\"") + "}");
        var common = parsed.messages().getFirst().common();
        assertEquals(Instant.parse(expected), common.identity().at());
        assertEquals(expected, Json.parse(common.body()).path("timestamp").asText());
        assertFalse(Json.parse(common.body()).has("sentAt"), "stored without what would move it when it is sent again");
    }

    @Test
    void aBatchCompletesItsMessagesAndKeepsNoWriteKey() throws JsonProcessingException {
        var parsed = batch("""
                {"context":{"ip":"1","library":{"name":"x"}},"integrations":{"All":true},"batch":[
                 {"type":"track","event":"e","userId":"u","writeKey":"secret","context":{"ip":"2"}},
                 {"type":"track","event":"e","userId":"u","integrations":{"Selfsame":false}},
                 {"type":"track","event":"e","userId":"u","integrations":{"Personas":false}},
                 {"type":"nonsense","userId":"u","writeKey":"secret"}]}""");
        assertEquals(1, parsed.messages().size());
        var body = Json.parse(parsed.messages().getFirst().common().body());
        assertEquals("2", body.at("/context/ip").asText());
        assertEquals("x", body.at("/context/library/name").asText());
        assertFalse(body.has("writeKey"));
        assertEquals("invalid_type", parsed.rejections().getFirst().code());
        assertFalse(parsed.rejections().getFirst().body().contains("secret"));
        assertFalse(parsed.rejections().getFirst().body().contains("library"), "kept as sent");
    }

    @Test
    void aTimeThatTheBatchSaysBadlyIsNotedOnce() throws JsonProcessingException {
        var first = batch("""
                {"sentAt":"","batch":[{"type":"track","event":"e","userId":"u","properties":{"x":NaN}},
                 {"type":"nonsense","userId":"u"},{"type":"track","event":"e","userId":"u"}]}""");
        assertEquals("sentAt", first.messages().getFirst().common().notes().getFirst().field(),
                "though others are rejected");
        var parsed = batch("""
                {"sentAt":"","batch":[{"type":"track","event":"e","userId":"u"},
                 {"type":"track","event":"e","userId":"u","sentAt":"2026-03-02T10:00:00Z"}]}""");
        assertEquals("[[invalid_timestamp sentAt], []]", parsed.messages().stream().map(m -> m.common().notes().stream()
                .map(note -> note.code() + " " + note.field()).toList()).toList().toString());
    }

    @Test
    void aGoodTimeBesideABadOneCounts() throws JsonProcessingException {
        var common = single("track", """
                {"userId":"u","event":"e","originalTimestamp":"11/27/2026 10:48 AM","timestamp":"2026-02-01T00:00:00Z",
                 "sentAt":"0000-00-00 00:00:00"}""").messages().getFirst().common();
        assertEquals(Instant.parse("2026-02-01T00:00:00Z"), common.identity().at());
        assertEquals("[originalTimestamp, sentAt]",
                common.notes().stream().map(Notes.Note::field).sorted().toList().toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"event":"e","userId":"u","writeKey" : "secret","properties":%DEEP%} | Document nesting depth (65) exceeds
            {"event":"e","userId":"u","writeKey":"secret","properties":{"x":%LONG%}}  | Number value length (401) exceeds
            {"event":"e","userId":"u","writeKey":"secret","x":1e99999999999}     | A number has an exponent
            {"writeKey":"secret","%NAME%":1}                                     | Name length (10001) exceeds
            [%DEEP%]                                                             | Document nesting depth (65) exceeds
            %LONG%                                                               | Number value length (401) exceeds
            """)
    void aMessageThatIsMoreThanIsReadDoesNotTakeItsNeighboursWithIt(String text, String reason)
            throws JsonProcessingException {
        String bad = text.replace("%DEEP%", "[".repeat(65) + "7" + "]".repeat(65)).replace("%LONG%", "1".repeat(401))
                .replace("%NAME%", "n".repeat(10_001));
        String good = "{\"type\":\"track\",\"event\":\"e\",\"userId\":\"a\\\"]}b\",\"properties\":{\"batch\":[1]}}";
        for (String separator : new String[]{",", " \n, ", "\t,\r\n"}) {
            var parsed = batch("{\"x\":[[1]],\"batch\" : [" + String.join(separator, good, bad, "7", "\"s\"", good)
                    + " ],\"context\":{\"ip\":\"1\"}}");
            assertEquals("[0, 4]", parsed.messages().stream().map(m -> m.common().index()).toList().toString());
            assertEquals("1", Json.parse(parsed.messages().getLast().common().body()).at("/context/ip").asText());
            assertEquals("[1, 2, 3]", parsed.rejections().stream().map(Rejection::index).toList().toString());
            Rejection rejection = parsed.rejections().getFirst();
            assertEquals("bad_request", rejection.code());
            assertTrue(rejection.message().startsWith("The message cannot be read: " + reason),
                    rejection::message);
            assertEquals(bad.replace("secret", ""), rejection.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"batch\":[{}],\"context\":%s}", "{\"batch\":[{},%s", "{\"batch\":[%s],}"})
    void whatStandsAroundTheMessagesIsReadAsAWhole(String body) {
        assertThrows(JsonProcessingException.class,
                () -> BatchBody.cut(body.formatted("[".repeat(7_000) + "]".repeat(7_000))).read());
    }

    @Test
    void limitsAreNamed() throws JsonProcessingException {
        String ids = IntStream.range(0, MessageParser.MAX_IDS + 1)
                .mapToObj(i -> "{\"type\":\"t\",\"id\":\"" + i + "\"}").collect(Collectors.joining(","));
        assertEquals("too_many_identifiers", single("track", "{\"event\":\"e\",\"context\":{\"externalIds\":[" + ids
                + "]}}").rejections().getFirst().code());
        assertEquals("event_too_large", single("track", "{\"userId\":\"u\",\"event\":\"e\",\"properties\":{\"x\":\""
                + "x".repeat(MessageParser.MAX_EVENT_BYTES + 1_000) + "\"}}").rejections().getFirst().code());
        assertEquals("id_too_long", single("track", "{\"userId\":\"" + "u".repeat(1_001) + "\",\"event\":\"e\"}")
                .rejections().getFirst().code());
        assertEquals("message_id_too_long", single("track", "{\"userId\":\"u\",\"event\":\"e\",\"messageId\":\""
                + "m".repeat(101) + "\"}").rejections().getFirst().code());
    }

    @Test
    void entriesOfExternalIdsThatAreNoneArePassedOver() throws JsonProcessingException {
        var parsed = single("track", """
                {"userId":"u","event":"e","context":{"externalIds":[{"type":"phone","id":null},
                 {"type":"crm","id":" "},{"collection":"accounts","id":{}},{"type":"crm","id":7}]}}""");
        assertEquals("[user_id:u, crm:7]", parsed.messages().getFirst().common().identity().ids().toString());
    }
}
