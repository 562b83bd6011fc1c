package io.selfsame.destination.catalogue;

import java.net.URI;

/**
 * Where the catalogue is, and where it goes out. Immutable.
 *
 * @param url of the catalogue, without a path
 * @param token that both know, in both directions
 * @param proxyHost the address that its way out listens on
 * @param proxyPort the port of that; 0 for any free one
 */
public record CatalogueSettings(URI url, String token, String proxyHost, int proxyPort) {

    @Override
    public String toString() {
        return url.toString();
    }
}
