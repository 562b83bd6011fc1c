package io.selfsame.http.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OuterAddressTest {

    private static final String PROXIES = "10.0.0.0/8, 192.168.1.7 ,fd00::/8,::1";

    private final Map<String, String> headers = new HashMap<>(Map.of("Host", "inner:8080"));

    private String outer(String peer) {
        return OuterAddress.of(name -> Optional.ofNullable(headers.get(name)), peer, "http",
                TrustedProxies.parse(PROXIES))
                .map(address -> address.scheme() + "://" + address.authority() + address.prefix()).orElse("none");
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3,true", "11.0.0.1,false", "192.168.1.7,true", "192.168.1.8,false", "fd12::1,true",
            "fe80::1,false", "::1,true", "[::1],true", "::ffff:10.0.0.1,true", "fd00::1%eth0,true",
            "localhost,false", "10.0.0,false", "999.0.0.1,false", "'',false"})
    void whoIsTrusted(String peer, boolean trusted) {
        headers.put("X-Forwarded-Proto", "https");
        assertEquals(trusted ? "https://inner:8080" : "http://inner:8080", outer(peer));
    }

    @Test
    void byDefaultNobodyIs() {
        assertEquals(false, TrustedProxies.parse("").trust("127.0.0.1"));
        assertEquals(true, TrustedProxies.parse("0.0.0.0/0").trust("127.0.0.1"));
        assertEquals(false, TrustedProxies.parse("0.0.0.0/0").trust("::1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.1/", "10.0.0.1/-1", "fd00::/129", "10.0.0", "1",
            "10.0.0.256", ":::", "10.0.0.1 10.0.0.2", "*"})
    void anEntryThatIsNoAddress(String entry) {
        assertEquals(entry, assertThrows(IllegalArgumentException.class,
                () -> TrustedProxies.parse("10.0.0.1," + entry)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            proto=https;host=shop.example                             | https://shop.example
            Proto=HTTPS ; Host="shop.example:8443"                    | https://shop.example:8443
            for=1.2.3.4;proto=https;by="[fd00::1]";host="[2001:db8::1]:8443" | https://[2001:db8::1]:8443
            proto="ht\\tps";host=shop.example                         | https://shop.example
            host=shop.example:443;proto=https                         | https://shop.example
            host=shop.example:80                                      | http://shop.example
            host=shop.example:80;proto=https                          | https://shop.example:80
            for=1.2.3.4;host=evil.example, for=9.9.9.9;host=shop.example | http://shop.example
            host=shop.example, for=10.0.0.9;host=inside               | http://shop.example
            host=shop.example, for="[fd00::9]:1234";host=inside       | http://shop.example
            host=shop.example, for="10.0.0.9:80"                      | http://shop.example
            host=shop.example;host=other.example                      | http://inner:8080
            host="shop.example                                        | http://inner:8080
            host="shop.example"x                                      | http://inner:8080
            host=                                                     | http://inner:8080
            =shop.example                                             | http://inner:8080
            shop.example                                              | http://inner:8080
            host="shop.example/path"                                  | http://inner:8080
            host="a@b"                                                | http://inner:8080
            host="shop.example:0"                                     | http://inner:8080
            host="shop.example:65536"                                 | http://inner:8080
            host="a\\"<script>"                                       | http://inner:8080
            proto=javascript;host=shop.example                        | http://shop.example
            ,;,                                                       | http://inner:8080
            """)
    void forwarded(String header, String outer) {
        headers.put("Forwarded", header.strip());
        assertEquals(outer, outer("10.0.0.1"));
        assertEquals("http://inner:8080", outer("8.8.8.8"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-", textBlock = """
            https       | shop.example      | -    | -        | -                  | https://shop.example
            https       | shop.example      | 8443 | /cdp/    | -                  | https://shop.example:8443/cdp
            https       | shop.example:9443 | 8443 | -        | -                  | https://shop.example:9443
            https       | -                 | 443  | /a/b-c.d | -                  | https://inner:8080/a/b-c.d
            https       | [2001:db8::1]     | 443  | -        | -                  | https://[2001:db8::1]
            http, https | evil, shop        | -    | -        | 1.2.3.4            | https://shop
            https, http | shop, inside      | -    | -        | 1.2.3.4, 10.0.0.9  | https://shop
            https       | shop              | -    | -        | 1.2.3.4, fd00::9   | https://shop
            a, https, b | evil, shop, in    | -    | -        | 1.2.3.4, fd00::9   | https://shop
            wss         | shop example      | 0    | //evil   | -                  | http://inner:8080
            -           | -                 | -    | /a/../b  | -                  | http://inner:8080
            -           | -                 | x    | /a"b     | -                  | http://inner:8080
            -           | -                 | -    | a        | -                  | http://inner:8080
            """)
    void xForwarded(String proto, String host, String port, String prefix, String senders, String outer) {
        Map.of("Proto", String.valueOf(proto), "Host", String.valueOf(host), "Port", String.valueOf(port), "Prefix",
                String.valueOf(prefix), "For", String.valueOf(senders)).forEach((name, value) -> {
                    if (!value.equals("null")) {
                        headers.put("X-Forwarded-" + name, value);
                    }
                });
        assertEquals(outer, outer("fd00::1"));
        assertEquals("http://inner:8080", outer("2001:db8::2"));
    }

    /** A proxy that writes X-Forwarded headers passes on the Forwarded of its client. */
    @Test
    void forwardedCountsOnlyAlone() {
        headers.putAll(Map.of("Forwarded", "host=evil.example", "X-Forwarded-Proto", "https"));
        assertEquals("https://inner:8080", outer("10.0.0.1"));
        headers.put("X-Forwarded-Host", "shop.example");
        assertEquals("https://shop.example", outer("10.0.0.1"));
    }

    @Test
    void withoutAHostThereIsNoAddress() {
        headers.put("Host", "a'\"<b>");
        assertEquals("none", outer("8.8.8.8"));
        assertEquals("none", outer("10.0.0.1"));
        headers.put("X-Forwarded-Host", "shop.example");
        assertEquals("http://shop.example", outer("10.0.0.1"));
    }
}
