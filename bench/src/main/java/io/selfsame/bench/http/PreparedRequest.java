package io.selfsame.bench.http;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** A request that only has to be sent; it can be sent again. */
public final class PreparedRequest {
    private static final byte[] NOTHING = {};

    private final Method method;
    private final String path;
    private final String authorization;
    private final byte[] body;
    private final boolean gzip;
    private final int events;

    private PreparedRequest(Method method, String path, String authorization, byte[] body, boolean gzip, int events) {
        this.method = method;
        this.path = path;
        this.authorization = authorization;
        this.body = body;
        this.gzip = gzip;
        this.events = events;
    }

    /** A read. */
    public static PreparedRequest get(String path, String authorization) {
        return new PreparedRequest(Method.GET, path, authorization, NOTHING, false, 0);
    }

    /** JSON with so many events in it. */
    public static PreparedRequest post(String path, String authorization, byte[] json, int events) {
        return new PreparedRequest(Method.POST, path, authorization, json, false, events);
    }

    static PreparedRequest patch(String path, String authorization, byte[] json) {
        return new PreparedRequest(Method.PATCH, path, authorization, json, false, 0);
    }

    static PreparedRequest put(String path, String authorization, byte[] json) {
        return new PreparedRequest(Method.PUT, path, authorization, json, false, 0);
    }

    /** The same, if its body is packed. */
    public PreparedRequest gzipped() {
        return new PreparedRequest(method, path, authorization, body, true, events);
    }

    /** Events in it; 0 for a read. */
    public int events() {
        return events;
    }

    ClassicHttpRequest message() {
        BasicClassicHttpRequest message = new BasicClassicHttpRequest(method, path);
        message.addHeader(HttpHeaders.AUTHORIZATION, authorization);
        if (body.length > 0) {
            message.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON, gzip ? "gzip" : null));
        }
        return message;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
