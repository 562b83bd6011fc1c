package io.selfsame.http.proxy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The proxies that are believed when they say how a request came to them. What anybody else says of that is ignored.
 * Immutable.
 */
public final class TrustedProxies {

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * Reads addresses and networks with commas between them; an empty text is nobody.
     *
     * @throws IllegalArgumentException with the entry that is neither
     */
    public static TrustedProxies parse(String text) {
        return new TrustedProxies(Arrays.stream(text.split(",", -1)).map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Network.parse(entry).orElseThrow(() -> new IllegalArgumentException(entry))).toList());
    }

    /** Whether the one at an address is believed; a zone ({@code %eth0}) and brackets around it do not count. */
    boolean trust(String address) {
        String plain = address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
        Optional<byte[]> bytes = Network.address(plain.replaceFirst("%.*", ""));
        return bytes.isPresent() && networks.stream().anyMatch(network -> network.contains(bytes.get()));
    }
}
