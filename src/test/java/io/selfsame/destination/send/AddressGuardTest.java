package io.selfsame.destination.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.network.Networks;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private final AddressGuard guard = new AddressGuard(Networks.NONE);

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
            "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
            "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "203.0.112.255",
            "223.255.255.255", "2606:4700:4700::1111", "2001:4860:4860::8888", "2001:200::1",
            "2a00:1450:4001:82f::200e",
            "2003::1", "2620:fe::fe", "3ffe::1"})
    void takesPublicAddresses(String address) {
        assertEquals(Optional.empty(), refusal(address));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0.0.0.0                    , address of this host
            0.1.2.3                    , address of this host
            10.0.0.0                   , private
            10.255.255.255             , private
            100.64.0.0                 , CGNAT
            100.100.100.200            , CGNAT
            100.127.255.255            , CGNAT
            127.0.0.1                  , loopback
            127.255.255.254            , loopback
            168.63.129.16              , cloud metadata
            169.254.0.1                , link-local
            169.254.169.254            , metadata
            169.254.170.2              , metadata
            172.16.0.0                 , private
            172.31.255.255             , private
            192.0.0.0                  , protocols
            192.0.0.192                , protocols
            192.0.2.1                  , documentation
            192.88.99.1                , relay
            192.168.0.1                , private
            192.168.255.255            , private
            198.18.0.0                 , benchmarks
            198.19.255.255             , benchmarks
            198.51.100.7               , documentation
            203.0.113.7                , documentation
            224.0.0.1                  , multicast
            239.255.255.255            , multicast
            240.0.0.1                  , reserved
            254.1.1.1                  , reserved
            255.255.255.255            , broadcast
            2130706433                 , loopback
            ::ffff:10.0.0.1            , private
            ::ffff:169.254.169.254     , metadata
            ::                         , unspecified
            ::1                        , loopback
            ::2                        , not global unicast
            ::7f00:1                   , 'IPv4 address in IPv6 (mapped'
            ::8.8.8.8                  , 'IPv4 address in IPv6 (mapped'
            ::ffff:0:10.0.0.1          , 'IPv4 address in IPv6 (mapped'
            64:ff9b::7f00:1            , NAT64
            64:ff9b::8.8.8.8           , NAT64
            64:ff9b:1::1               , NAT64
            64:ff9b:2::1               , not global unicast
            100::1                     , discard
            100:0:0:1::1               , discard
            200::1                     , not global unicast
            2001::1                    , Teredo
            2001:0:4136:e378:8000:63bf:3fff:fdd2, Teredo
            2001:2::1                  , benchmarks
            2001:10::1                 , protocols
            2001:20::1                 , protocols
            2001:1ff::1                , protocols
            2001:db8::1                , documentation
            2002:7f00:1::              , 6to4
            2002:808:808::1            , 6to4
            3fff:1::1                  , documentation
            2a00:1450::5efe:10.0.0.1   , ISATAP
            2a00:1450::200:5efe:8.8.8.8, ISATAP
            fe80::5efe:8.8.8.8         , ISATAP
            4000::1                    , not global unicast
            5f00::1                    , SRv6
            fc00::1                    , private
            fd00:ec2::254              , private
            fdff:ffff::1               , private
            fe00::1                    , not global unicast
            fe80::1                    , link-local
            febf::1                    , link-local
            fec0::1                    , site-local
            ff02::1                    , multicast
            ff0e::1                    , multicast
            """)
    void refusesAllOthersAndSaysWhatTheyAre(String address, String kind) {
        String reason = refusal(address).orElse("taken");
        assertTrue(reason.contains(kind), reason);
        assertTrue(reason.startsWith("hooks.example.com leads to a"), reason);
        assertTrue(reason.contains("SELFSAME_DESTINATION_ALLOW"), reason);
    }

    /** Java makes an IPv4 address of such a text, and of such bytes only if it is asked to choose. */
    @Test
    void refusesAMappedAddressThatIsStillIpv6() throws UnknownHostException {
        var bytes = new byte[16];
        bytes[10] = bytes[11] = (byte) 0xff;
        bytes[12] = bytes[13] = bytes[14] = bytes[15] = 8;
        InetAddress mapped = Inet6Address.getByAddress("x", bytes, -1);
        assertEquals(16, mapped.getAddress().length);
        assertTrue(guard.refusal("x", true, List.of(mapped)).isPresent());
    }

    @Test
    void oneAddressOfSeveralIsEnough() throws UnknownHostException {
        assertTrue(guard.refusal("x", true, addresses("8.8.8.8", "127.0.0.1")).isPresent());
        assertTrue(guard.refusal("x", true, addresses("8.8.8.8", "1.1.1.1")).isEmpty());
    }

    @Test
    void whatTheOperatorListsIsTakenAndPlainHttpOnlyThere() throws UnknownHostException {
        var open = new AddressGuard(Networks.parse("10.1.0.0/16,::1,64:ff9b::/96"));
        for (boolean secure : List.of(true, false)) {
            assertEquals(Optional.empty(), open.refusal("x", secure, addresses("10.1.2.3", "::1", "64:ff9b::1.1.1.1")));
            assertTrue(open.refusal("x", secure, addresses("10.2.0.1")).isPresent());
            assertTrue(open.refusal("x", secure, addresses("127.0.0.1")).isPresent());
        }
        assertEquals(Optional.empty(), open.refusal("x", true, addresses("8.8.8.8")));
        String plain = open.refusal("x", false, addresses("8.8.8.8")).orElse("taken");
        assertTrue(plain.contains("use https://") && plain.contains("SELFSAME_DESTINATION_ALLOW"), plain);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ftp://x.example/        , begin with
            //x.example/            , begin with
            file:///etc/passwd      , begin with
            https:///path           , no host
            https://ex_ample/       , no host
            https://x.example:0/    , no host
            https://x.example:70000/, no host
            https://a:b@x.example/  , has a user
            https://x.example/#a    , never sent
            """)
    void someUrlsAreNoneWhereverTheyLead(String url, String problem) {
        String found = guard.problem(URI.create(url)).orElse("none");
        assertTrue(found.contains(problem), found);
    }

    @Test
    void otherUrlsMayBeSentTo() {
        for (String url : List.of("https://x.example", "http://10.0.0.1:80/a?b=c%20d", "https://[::1]/")) {
            assertEquals(Optional.empty(), guard.problem(URI.create(url)));
        }
    }

    private Optional<String> refusal(String address) {
        try {
            return guard.refusal("hooks.example.com", true, addresses(address));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        var addresses = new ArrayList<InetAddress>();
        for (String text : texts) {
            addresses.add(InetAddress.getByName(text));
        }
        return addresses;
    }
}
