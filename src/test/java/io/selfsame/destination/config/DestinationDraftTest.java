package io.selfsame.destination.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.selfsame.error.Invalid;
import io.selfsame.testing.Http;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a body must be, so that a destination is made of it. */
class DestinationDraftTest {

    private static DestinationDraft read(String body, String... stored) {
        JsonNode json = Http.json(body.replace('\'', '"'));
        DestinationDraft.requireKnown(json, true);
        return DestinationDraft.read(json, Set.of(stored), url -> Optional.empty(), ToolForms.STORED);
    }

    private static String hook(String settings) {
        return "{'name':'CRM','kind':'webhook','settings':{'url':'https://crm.example.com'" + settings + "}}";
    }

    @Test
    void defaultsAreThoseOfTheContract() {
        assertEquals(Http.json("""
                {"name":"CRM","kind":"webhook","enabled":true,
                 "settings":{"url":"https://crm.example.com","batch":1,"callsPerSecond":0},
                 "send":{"audiences":["*"],"traits":["*"],"enrichment":[],"definitions":{},"events":false,"identityChanges":false,"accounts":"group"},
                 "calls":{"audience":["identify","track"],"trait":["identify"]},
                 "eventNames":{"audienceEntered":"Audience Entered","audienceExited":"Audience Exited",
                               "traitComputed":"Trait Computed"},
                 "ids":{"strategy":"all","types":["user_id"],"anonymous":false},
                 "aliasOnMerge":{"enabled":false,"holdHours":24},"firstSync":"everybody","consentCategories":[]}"""),
                read(hook("")).document());
        assertEquals("https://api.segment.io", read("{'name':'S','kind':'segment','settings':{'writeKey':'k'}}")
                .document().at("/settings/url").asText());
    }

    @Test
    void itsDocumentIsReadAsTheSame() {
        var draft = read("""
                {'name':' CRM ','kind':'webhook','enabled':false,'settings':{'url':'http://h/x?y=1','batch':1000},
                 'send':{'audiences':['b','a'],'traits':[],'enrichment':['plan','age'],'events':false},
                 'calls':{'audience':['track'],'trait':['track','identify']},'eventNames':{'audienceEntered':'In'},
                 'ids':{'strategy':'person','types':[],'anonymous':true},'aliasOnMerge':{'holdHours':720},
                 'firstSync':'changes'}""");
        assertEquals("CRM", draft.name());
        assertEquals(List.of("plan", "age"), draft.send().enrichment());
        assertTrue(draft.send().audiences().contains("a") && !draft.send().audiences().contains("c"));
        assertFalse(draft.send().traits().contains("a"));
        assertEquals(draft.document(),
                DestinationDraft.read(draft.document(), Set.of(), url -> Optional.empty(), ToolForms.STORED)
                        .document());
    }

    @Test
    void eventsAreNoneAllOrSome() {
        assertEquals(Http.json("{\"types\":[\"identify\",\"track\"],\"names\":[\"Signed Up\"]}"), read(hook("")
                .replaceFirst("}$", ",'send':{'events':{'types':['track','identify'],'names':['Signed Up']}}}"))
                .document()
                .at("/send/events"));
        var all = read(hook("").replaceFirst("}$", ",'send':{'events':{'types':[]},'identityChanges':true}}"))
                .document();
        assertTrue(all.at("/send/events").asBoolean() && all.at("/send/identityChanges").asBoolean(), all.toString());
        assertEquals(all, DestinationDraft.read(all, Set.of(), url -> Optional.empty(), ToolForms.STORED).document());
    }

    @Test
    void aDefinitionMayBeDifferentFromTheOthers() {
        var draft = read(hook("").replaceFirst("}$",
                ",'send':{'enrichment':['plan'],'accounts':'members','definitions':{"
                        + "'vip':{'calls':['track'],'eventNames':{'audienceEntered':' Became VIP '},'enrichment':['age','plan']},"
                        + "'score':{'enabled':false},'same':{'enabled':true,'calls':null}}}}"));
        assertEquals(
                Http.json(
                        """
                {"same":{},"score":{"enabled":false},
                 "vip":{"calls":["track"],"eventNames":{"audienceEntered":"Became VIP"},"enrichment":["age","plan"]}}"""),
                draft.document().at("/send/definitions"));
        assertEquals("members", draft.document().at("/send/accounts").asText());
        assertEquals(List.of("plan", "age"), draft.send().enrichmentOfAll());
        assertEquals(Set.of("score"), draft.send().leftOut());
        assertFalse(draft.send().contains("score", false));
        assertEquals(draft.document(),
                DestinationDraft.read(draft.document(), Set.of(), url -> Optional.empty(), ToolForms.STORED)
                        .document());
    }

    @Test
    void whatIsDifferentIsBounded() {
        String definitions = IntStream.range(0, 100).mapToObj(i -> "'d" + i + "':{'enrichment':['t" + 2 * i + "','t"
                + (2 * i + 1) + "']}").collect(Collectors.joining(","));
        read(hook("").replaceFirst("}$", ",'send':{'definitions':{" + definitions + "}}}"));
        for (String more : List.of("'definitions':{" + definitions + ",'x':{}}",
                "'enrichment':['one'],'definitions':{" + definitions + "}")) {
            assertThrows(Invalid.class, () -> read(hook("").replaceFirst("}$", ",'send':{" + more + "}}")), more);
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {'name':'','kind':'webhook'}                                  | name is not a text of 1 to 200
            {'kind':'webhook'}                                            | name is missing
            {'name':'x'}                                                  | kind is missing; there are webhook, segment, kafka, files
            {'name':'x','kind':'ftp'}                                     | kind is "ftp", which is none; there are webhook, segment, kafka, files
            {'name':'x','kind':'files'}                                   | settings.folder is missing
            {'kind':'files','settings':{'folder':'../x'}}                 | settings.folder is not a name of 1 to 64 letters
            {'kind':'files','settings':{'folder':'/etc/x'}}               | settings.folder is not a name of 1 to 64 letters
            {'kind':'files','settings':{'format':'avro'}}                 | settings.format is one of parquet, csv, jsonl
            {'kind':'files','settings':{'tables':[]}}                     | settings.tables is neither ["*"] nor a list of one or more of id_graph_updates
            {'kind':'files','settings':{'tables':['tracks','*']}}         | settings.tables is neither
            {'kind':'files','settings':{'tables':['trax']}}               | settings.tables is neither
            {'kind':'files','settings':{'intervalMinutes':0}}             | settings.intervalMinutes is not a whole number from 1 to 10080
            {'kind':'files','settings':{'gzip':'yes'}}                    | settings.gzip is neither true nor false
            {'name':'x','kind':'webhook'}                                 | settings.url is missing
            {'name':'x','kind':'webhook','settings':[]}                   | settings is not an object
            {'name':'x','kind':'segment','settings':{}}                   | settings.writeKey is missing
            {'name':'x','kind':'segment','settings':{'writeKey':{'set':true}}} | settings.writeKey is missing
            {'enabled':'yes'}                                             | enabled is neither true nor false
            {'settings':{'batch':1},'kind':'segment'}                     | unknown field "settings.batch"; known are url, writeKey
            {'send':{'events':'all'}}                                     | send.events is neither true nor false, nor an object
            {'send':{'events':{'type':'track'}}}                          | unknown field "send.events.type"; known are types, names
            {'send':{'events':{'types':['trak']}}}                        | send.events.types is not a list of identify, track
            {'send':{'events':{'names':[1]}}}                             | send.events.names is not a list
            {'send':{'identityChanges':1}}                                | send.identityChanges is neither true nor false
            {'send':{'audiences':'*'}}                                    | send.audiences is not a list
            {'send':{'audiences':['*','a']}}                              | send.audiences has keys beside "*"
            {'send':{'enrichment':['a','a']}}                             | send.enrichment is not a list of at most 50
            {'send':{'definitions':[]}}                                   | send.definitions is not an object of at most 100
            {'send':{'definitions':{'a':true}}}                           | send.definitions.a is not an object
            {'send':{'definitions':{'a':null}}}                           | send.definitions.a is not an object
            {'send':{'definitions':{' ':{}}}}                             | send.definitions has a key that is not a text
            {'send':{'definitions':{'a':{'call':1}}}}                     | unknown field "send.definitions.a.call"; known are enabled, calls
            {'send':{'definitions':{'a':{'calls':[]}}}}                   | send.definitions.a.calls is not a list of one or more of identify, track
            {'send':{'definitions':{'a':{'enabled':1}}}}                  | send.definitions.a.enabled is neither true nor false
            {'send':{'definitions':{'a':{'eventNames':{'audienceExited':''}}}}} | send.definitions.a.eventNames.audienceExited is not a text
            {'send':{'accounts':'member'}}                                | send.accounts is one of group, members, none
            {'send':{'colour':1}}                                         | unknown field "send.colour"
            {'calls':{'audience':[]}}                                     | calls.audience is not a list of one or more of identify, track
            {'calls':{'trait':['page']}}                                  | calls.trait is not a list of one or more of identify, track
            {'eventNames':{'traitComputed':' '}}                          | eventNames.traitComputed is not a text
            {'ids':{'strategy':'newest'}}                                 | ids.strategy is one of all, first, last, person
            {'ids':{'types':['a:b']}}                                     | ids.types has a text that is no type
            {'ids':{'types':['anonymous_id']}}                            | "anonymous": true
            {'ids':{'types':[]}}                                          | ids.types is empty
            {'aliasOnMerge':{'holdHours':721}}                            | aliasOnMerge.holdHours is not a whole number from 1 to 720
            {'firstSync':'nobody'}                                        | firstSync is one of everybody, changes
            """)
    void whatIsWrongIsNamed(String body, String expected) {
        String why = assertThrows(Invalid.class, () -> read(body)).getMessage();
        assertTrue(why.contains(expected), why);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            'url':'ftp://h'                            | settings.url is no URL
            'url':'crm.example.com'                    | settings.url is no URL
            'url':'https://a b'                        | settings.url has a blank in it
            'url':'https://user:hunter2@h'             | settings.url has a user name in it
            'url':'https://h/#x'                       | settings.url has a part after #
            'url':12                                   | settings.url is not a text of 1 to 2000
            'secret':'hunter2'                         | settings.secret is not whsec_ and 24 to 64 bytes as base64
            'secret':'whsec_aHVudGVyMg=='              | settings.secret is not whsec_
            'secret':{'env':'hunter2'}                 | settings.secret is not whsec_
            'segmentSecret':' '                        | settings.segmentSecret is not a text of 1 to 1000
            'segmentSecret':{'set':true,'hunter':1}    | unknown field "settings.segmentSecret.hunter"
            'headers':'hunter2'                        | settings.headers is not an object
            'headers':{'A':'hunter2\\n'}               | settings.headers."A" is not 1 to 1000 visible
            'headers':{'A':{'set':true}}               | settings.headers."A" is not 1 to 1000 visible
            'headers':{'A b':'hunter2'}                | settings.headers."A b" is no name
            'headers':{'Host':'hunter2'}               | settings.headers."Host" is a header that the service sets itself
            'headers':{'Webhook-ID':'hunter2'}         | settings.headers."Webhook-ID" is a header that the service sets
            'headers':{'Proxy-X':'hunter2'}            | settings.headers."Proxy-X" is a header that the service sets
            'headers':{'A':'hunter2','a':'b'}          | settings.headers."a" stands there twice
            'batch':0                                  | settings.batch is not a whole number from 1 to 1000
            'batch':1.5                                | settings.batch is not a whole number
            'callsPerSecond':10001                     | settings.callsPerSecond is not a whole number from 0 to 10000
            """)
    void aWrongSettingIsNamedAndNotQuoted(String setting, String expected) {
        String settings = setting.startsWith("'url'") ? setting : "'url':'https://h'," + setting;
        String why = assertThrows(Invalid.class,
                () -> read("{'name':'x','kind':'webhook','settings':{" + settings + "}}")).getMessage();
        assertTrue(why.contains(expected), why);
        assertFalse(why.contains("hunter2"), why);
    }

    @Test
    void settingsAreBounded() {
        String longest = "x".repeat(1_000);
        read(hook(",'headers':{'A':'" + longest + "'},'segmentSecret':'" + longest + "'"));
        for (String wrong : List.of(",'headers':{'A':'x" + longest + "'}", ",'segmentSecret':'x" + longest + "'")) {
            assertThrows(Invalid.class, () -> read(hook(wrong)), wrong);
        }
        assertThrows(Invalid.class,
                () -> read("{'name':'x','kind':'webhook','settings':{'url':'https://h/" + longest + longest + "'}}"));
        String headers = IntStream.range(0, 20).mapToObj(i -> "'H" + i + "':'v'").collect(Collectors.joining(","));
        assertEquals(21, read(hook(",'headers':{" + headers + "}")).settings().secrets().size());
        String why = assertThrows(Invalid.class, () -> read(hook(",'headers':{" + headers + ",'Z':'v'}")))
                .getMessage();
        assertTrue(why.contains("has 21 headers; the limit is 20"), why);
    }

    @Test
    void theAddressOfAnApiHasNoEnd() {
        for (String url : List.of("https://h/", "https://h/v1/batch", "https://h/x?y", "https://u@h")) {
            assertThrows(Invalid.class, () -> read("{'name':'S','kind':'segment','settings':{'writeKey':'k','url':'"
                    + url + "'}}"), url);
        }
        read("{'name':'S','kind':'segment','settings':{'writeKey':'k','url':'https://h:8443/base'}}");
    }

    @Test
    void somebodyElseMayRefuseAnAddress() {
        JsonNode body = Http.json(hook("").replace('\'', '"'));
        String why = assertThrows(Invalid.class, () -> DestinationDraft.read(body, Set.of(),
                url -> Optional.of("leads to " + url.getHost()), ToolForms.STORED)).getMessage();
        assertEquals("Not taken: settings.url leads to crm.example.com", why);
    }

    @Test
    void secretsAreGivenKeptOrMade() {
        assertEquals(Map.of("secret", new SecretInput.Generated()), read(hook("")).settings().secrets());
        String[] stored = {"secret", "segmentSecret", "headers.A", "headers.B", "previousSecret"};
        var kept = new SecretInput.Kept();
        assertEquals(Map.of("secret", kept, "segmentSecret", kept, "headers.A", kept, "headers.B", kept),
                read(hook(""), stored).settings().secrets());
        assertEquals(Map.of("secret", kept, "segmentSecret", kept, "headers.A", kept),
                read(hook(",'secret':{'set':true,'since':'x'},'segmentSecret':{'set':true},"
                        + "'headers':{'A':{'set':true}},'previousSecret':{'set':true}"), stored).settings().secrets());
        assertEquals(Map.of("secret", new SecretInput.Generated()),
                read(hook(",'secret':null,'segmentSecret':null,'headers':null"), stored).settings().secrets());
        assertEquals(new SecretInput.Given("s"), read(hook(",'segmentSecret':' s '"), stored).settings().secrets()
                .get("segmentSecret"));
    }
}
