package io.selfsame.bench.http;

import java.util.Arrays;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;

/** Method, path and headers of a request, all but those that follow from the server and the body. Immutable. */
public final class RequestHead {
    private final String method;
    private final String path;
    private final Header[] headers;

    private RequestHead(String method, String path, Header... headers) {
        this.method = method;
        this.path = path;
        this.headers = headers;
    }

    /** Without a body. */
    public static RequestHead get(String path, String authorization) {
        return new RequestHead("GET", path, new BasicHeader(HttpHeaders.AUTHORIZATION, authorization));
    }

    /** With JSON as the body. */
    public static RequestHead post(String path, String authorization) {
        return withJson("POST", path, authorization);
    }

    /** With JSON as the body. */
    static RequestHead put(String path, String authorization) {
        return withJson("PUT", path, authorization);
    }

    private static RequestHead withJson(String method, String path, String authorization) {
        return get(path, authorization).with(method, HttpHeaders.CONTENT_TYPE, "application/json");
    }

    /** The same for a body that is packed. */
    public RequestHead gzip() {
        return with(method, HttpHeaders.CONTENT_ENCODING, "gzip");
    }

    /** The same for another path. */
    public RequestHead at(String otherPath) {
        return new RequestHead(method, otherPath, headers);
    }

    private RequestHead with(String otherMethod, String name, String value) {
        Header[] more = Arrays.copyOf(headers, headers.length + 1);
        more[headers.length] = new BasicHeader(name, value);
        return new RequestHead(otherMethod, path, more);
    }

    /** A message with this head, to which headers can be added. */
    BasicClassicHttpRequest message() {
        BasicClassicHttpRequest message = new BasicClassicHttpRequest(method, path);
        message.setHeaders(headers);
        return message;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
