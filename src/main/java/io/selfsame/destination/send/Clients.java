package io.selfsame.destination.send;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Apache's client without whatever it would do by itself. */
final class Clients {

    /**
     * Connections at a time, of all destinations of an instance, and as many to one host and port. Spaces share hosts that take messages of
     * everybody, so these are no shares: whoever asks for requests shares them out.
     */
    private static final int CONNECTIONS = HttpTransport.MOST;

    /** Without use, a connection is kept no longer: most receivers wait as long or longer before they close it. */
    private static final Duration IDLE = Duration.ofSeconds(15);

    /** A connection is used no longer, so that a name that leads elsewhere is followed. */
    private static final Duration LIFE = Duration.ofMinutes(5);

    /** Unused for so long, it is checked before it is used. */
    private static final Duration TRUSTED = Duration.ofSeconds(1);

    /** Of an answer: headers, and characters in a line of them. */
    private static final Http1Config HEADERS = Http1Config.custom().setMaxHeaderCount(64).setMaxLineLength(8_192)
            .setMaxEmptyLineCount(4).build();

    private Clients() {}

    static CloseableHttpClient open(GuardedLookup lookup, HttpTransport.Limits limits, SSLContext trust) {
        Timeout step = Timeout.of(limits.step());
        Timeout whole = Timeout.of(limits.whole());
        var connections = PoolingHttpClientConnectionManagerBuilder.create().setDnsResolver(lookup)
                .setMaxConnTotal(CONNECTIONS).setMaxConnPerRoute(CONNECTIONS)
                // Closing a connection can take as long as the other end likes.
                .setOffLockDisposalEnabled(true)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(HEADERS)
                        .responseParserFactory(given -> new CountingParser(HEADERS)).build())
                .setTlsSocketStrategy(
                        new DefaultClientTlsStrategy(trust, HostnameVerificationPolicy.BUILTIN, null))
                .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(step).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(step).setSocketTimeout(whole)
                        .setTimeToLive(TimeValue.of(LIFE)).setValidateAfterInactivity(TimeValue.of(TRUSTED)).build())
                .build();
        var request = RequestConfig.custom().setConnectionRequestTimeout(step).setResponseTimeout(whole)
                .setConnectionKeepAlive(TimeValue.of(IDLE)).setAuthenticationEnabled(false).setRedirectsEnabled(false)
                .setContentCompressionEnabled(false).setProtocolUpgradeEnabled(false).setExpectContinueEnabled(false)
                .build();
        return HttpClients.custom().setConnectionManager(connections).setDefaultRequestConfig(request)
                .setUserAgent(userAgent()).disableRedirectHandling().disableCookieManagement().disableAuthCaching()
                .disableAutomaticRetries().disableContentCompression().disableConnectionState()
                .evictExpiredConnections().evictIdleConnections(TimeValue.of(IDLE)).build();
    }

    private static String userAgent() {
        String version = Clients.class.getPackage().getImplementationVersion();
        return version == null ? "Selfsame" : "Selfsame/" + version;
    }
}
