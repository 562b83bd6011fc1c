package io.selfsame.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

    @ParameterizedTest
    @ValueSource(strings = {"256.1.1.1", "999.17.4.201", ".a:1", "a.b.c.d", "1.2.3"})
    void whatIsNoAddressIsNotLookedUp(String text) {
        assertEquals(Optional.empty(), Network.address(text));
        assertEquals(text,
                assertThrows(IllegalArgumentException.class, () -> Networks.parse("10.0.0.1," + text)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"10.1.0.0,true", "10.1.255.255,true", "10.2.0.0,false", "1.2.3.4,true", "1.2.3.5,false", "fd00::1,true",
            "fe00::1,false", "::ffff:10.1.0.0,true", "::a01:0,false"})
    void containsWhatItLists(String address, boolean is) throws UnknownHostException {
        var networks = Networks.parse(" 10.1.0.0/16, 1.2.3.4,,fd00::/8");
        assertEquals(is, networks.contains(InetAddress.getByName(address)));
        assertEquals(is, networks.containsText(address));
    }

    @Test
    void noneContainsNothingAndAllAllOfItsKind() throws UnknownHostException {
        InetAddress address = InetAddress.getByName("1.2.3.4");
        assertTrue(!Networks.parse("").contains(address) && !Networks.NONE.contains(address)
                && !Networks.parse("::/0").contains(address) && Networks.parse("0.0.0.0/0").contains(address));
    }
}
