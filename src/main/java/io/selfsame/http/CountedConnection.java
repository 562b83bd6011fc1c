package io.selfsame.http;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Counts header fields while they arrive: the objects of a field are far larger than its text. Jetty limits only their bytes,
 * and would keep trailers, which are not used here.
 */
final class CountedConnection extends HttpConnection {

    /** Fields of one request. Browsers and proxies together send some forty. */
    static final int MOST_FIELDS = 100;

    /** Bytes of heap that a field takes besides its text, and a byte of its text and of a URL, which is kept in parts too. */
    private static final int FIELD = 170;
    private static final int TEXT = 2;
    private static final int URL = 8;

    /** Bytes of heap that are counted at once. */
    private static final int STEP = 2_048;

    CountedConnection(HttpConfiguration http, Connector connector, EndPoint caller) {
        super(http, connector, caller);
    }

    /** Bytes of heap that the headers of a request take. */
    static long weight(Request request) {
        long weight = (long) URL * request.getHttpURI().asString().length();
        for (HttpField field : request.getHeaders()) {
            weight += weight(field);
        }
        return weight;
    }

    private static long weight(HttpField field) {
        String value = field.getValue();
        return FIELD + (long) TEXT * (field.getName().length() + (value == null ? 0 : value.length()));
    }

    @Override
    protected RequestHandler newRequestHandler() {
        return new RequestHandler() {

            private int fields;
            private long uncounted;

            @Override
            public void startRequest(String method, String uri, HttpVersion version) {
                fields = 0;
                super.startRequest(method, uri, version);
            }

            @Override
            public void parsedHeader(HttpField field) {
                fields++;
                if (fields > MOST_FIELDS) {
                    throw new HttpException.RuntimeException(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431,
                            "Too many fields");
                }
                super.parsedHeader(field);
                uncounted += weight(field);
                if (uncounted > STEP && getEndPoint() instanceof ClientConnection caller) {
                    caller.heardFields(uncounted);
                    uncounted = 0;
                }
            }

            @Override
            public void parsedTrailer(HttpField field) {
                // Dropped.
            }
        };
    }
}
