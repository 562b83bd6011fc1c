package io.selfsame.destination;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://crm.example.com/hooks", "HTTPS://CRM.example.com", "http://10.0.0.5:8080/a?b=%20c",
            "https://[2001:db8::1]:8443/x", "https://xn--bcher-kva.example/", "https://crm.example.com:/",
            "http://crm"})
    void aUrlIsTaken(String url) {
        assertEquals(Optional.empty(), UrlRules.problem(url));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            ftp://h                       | is no URL that begins with https:// or http://, but with ftp://
            crm.example.com               | is no URL that begins with https://; a URL is like https://crm.example.com/hooks
            crm.example.com:8080/x        | is no URL that begins with https://; a URL is like https://crm.example.com/hooks
            https:/crm.example.com        | is no URL that begins with https://; a URL is like https://crm.example.com/hooks
            https:///hooks                | has no host; a URL is like https://crm.example.com/hooks
            https://a b/                  | has a blank in it; a blank in a path is written %20
            https://h.example/a b         | has a blank in it; a blank in a path is written %20
            https://h.example/100%        | has a % without two hexadecimal digits behind it; a % itself is written %25
            https://h.example/%zz         | has a % without two hexadecimal digits behind it; a % itself is written %25
            https://h.example:0/          | has a port that is no number from 1 to 65535
            https://h.example:70000/      | has a port that is no number from 1 to 65535
            https://h.example:99999999999 | has a port that is no number from 1 to 65535
            https://h.example:http/       | has a port that is no number from 1 to 65535
            https://[::1]:70000/          | has a port that is no number from 1 to 65535
            http://my_service:8080/       | has a host with an underscore, which cannot be connected to; give it a name without one, as an alias of its network in Docker Compose
            https://h.example./x          | has a host that ends with a dot; leave that out
            https://Bücher.example/x      | has a host with letters beyond a to z; write xn--bcher-kva.example in place of it
            https://straße.example/       | has a host with letters beyond a to z; write the form of it that begins with xn--
            https://-h.example/           | has a host that is neither an IP address nor a name of letters, digits, hyphens and dots
            https://10.0.0.300/           | has a host that is neither an IP address nor a name of letters, digits, hyphens and dots
            https://[::1/                 | has a host that is neither an IP address nor a name of letters, digits, hyphens and dots
            https://h.example/{id}        | has at position 19 what cannot stand there in a URL; write it with % and two hexadecimal digits
            https://u:p@h.example/        | has a user name in it; send an Authorization header in place of it
            https://u@my_host/            | has a user name in it; send an Authorization header in place of it
            https://h.example/#a          | has a part after #, which is never sent
            """)
    void whatIsWrongIsSaid(String url, String problem) {
        assertEquals(Optional.of(problem), UrlRules.problem(url));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://h.example?a=b      | has a part after ?, and /v1/batch is put behind it
            https://h.example/         | ends with /; leave that out, as /v1/batch is put behind it
            https://h.example/v1/batch | ends with /v1/batch; leave that out, as /v1/batch is put behind it
            https://h_h.example/       | has a host with an underscore, which cannot be connected to; give it a name without one, as an alias of its network in Docker Compose
            """)
    void aBaseHasNothingBehindIt(String url, String problem) {
        assertEquals(Optional.of(problem), UrlRules.problemOfBase(url));
    }
}
