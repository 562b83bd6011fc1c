package io.selfsame.http.proxy;

import io.selfsame.network.Networks;

/**
 * The proxies that are believed when they say how a request came to them. What anybody else says of that is ignored.
 * Immutable.
 */
public final class TrustedProxies {

    private final Networks networks;

    private TrustedProxies(Networks networks) {
        this.networks = networks;
    }

    /**
     * Reads addresses and networks with commas between them; an empty text is nobody.
     *
     * @throws IllegalArgumentException with the entry that is neither
     */
    public static TrustedProxies parse(String text) {
        return new TrustedProxies(Networks.parse(text));
    }

    /** Whether the one at an address is believed; a zone ({@code %eth0}) and brackets around it do not count. */
    boolean trust(String address) {
        return networks.containsText(address);
    }
}
