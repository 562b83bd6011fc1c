package io.selfsame.bench.http;

import java.net.InetSocketAddress;
import java.net.URI;
import org.apache.hc.core5.http.HttpHost;

/** Where the server listens. Plain HTTP only: TLS would measure the driver's cryptography. */
public record ServerAddress(InetSocketAddress address, String host) {
    HttpHost httpHost() {
        return new HttpHost("http", address.getAddress(), address.getHostString(), address.getPort());
    }

    /**
     * Resolves {@code http://host:port}.
     *
     * @throws IllegalArgumentException
     *             when the URL is another scheme, or the host is not known
     */
    @SuppressWarnings("AddressSelection") // any address of the host will do, as for any client
    public static ServerAddress of(URI url) {
        if (!"http".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException(url + " is not a URL like http://127.0.0.1:8080");
        }
        int port = url.getPort() < 0 ? 80 : url.getPort();
        InetSocketAddress address = new InetSocketAddress(url.getHost(), port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("no address is known for the host of " + url);
        }
        return new ServerAddress(address, url.getHost() + ":" + port);
    }
}
