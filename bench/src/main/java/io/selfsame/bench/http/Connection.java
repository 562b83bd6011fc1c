package io.selfsame.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;

/** One connection to the server, kept open by Apache HttpClient; README.md has what that costs. Not thread-safe. */
final class Connection implements AutoCloseable {
    private static final Registry<TlsSocketStrategy> NO_TLS = RegistryBuilder.<TlsSocketStrategy>create().build();
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(10);

    private final HttpHost server;
    private final CloseableHttpClient client;
    private long opened;

    /**
     * Opens nothing yet.
     *
     * @param patience
     *            how long to wait for an answer
     */
    Connection(ServerAddress address, Duration patience) {
        server = address.httpHost();
        BasicHttpClientConnectionManager manager = BasicHttpClientConnectionManager.create(NO_TLS, socket -> {
            opened++;
            return ManagedHttpClientConnectionFactory.INSTANCE.createConnection(socket);
        });
        manager.setConnectionConfig(ConnectionConfig.custom().setConnectTimeout(CONNECT_TIMEOUT)
                .setSocketTimeout(Timeout.of(patience)).build());
        client = HttpClients.createMinimal(manager);
    }

    /**
     * Sends a request and reads the whole answer.
     *
     * @throws IOException
     *             when the answer does not come in time or is no HTTP; the next call then opens a new connection
     */
    HttpAnswer exchange(PreparedRequest request) throws IOException {
        return client.execute(server, request.message(), Connection::read);
    }

    private static HttpAnswer read(ClassicHttpResponse response) throws HttpException, IOException {
        HttpEntity entity = response.getEntity();
        String retryAfter = Optional.ofNullable(response.getFirstHeader(HttpHeaders.RETRY_AFTER))
                .map(Header::getValue).orElse("");
        return new HttpAnswer(response.getCode(), retryAfter, entity == null ? "" : EntityUtils.toString(entity));
    }

    /** Connections opened beyond the first: the server has closed one. */
    long reconnects() {
        return Math.max(0, opened - 1);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
