package io.selfsame.bench.shop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.selfsame.bench.http.PreparedRequest;
import io.selfsame.bench.http.RequestHead;
import io.selfsame.bench.http.SpaceAccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * A batch call with messages of the shop: {@link #begin}, {@link #add} each, {@link #finish}. Memory does not fail, so no
 * {@link IOException} comes of it. Not thread-safe.
 */
final class ShopBatch {
    private static final JsonFactory JSON = new JsonFactory();

    private final RequestHead head;
    private final boolean gzip;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private JsonGenerator out = generator();
    private int events;

    /**
     * Prepares for calls to one space.
     *
     * @param gzip
     *            whether to pack the bodies, which costs the driver some CPU
     */
    ShopBatch(SpaceAccess space, boolean gzip) {
        this.gzip = gzip;
        RequestHead plain = RequestHead.post("/v1/batch", space.writeAuthorization());
        head = gzip ? plain.gzip() : plain;
    }

    private JsonGenerator generator() {
        try {
            return JSON.createGenerator(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void begin() {
        body.reset();
        out = generator();
        events = 0;
        try {
            out.writeStartObject();
            out.writeArrayFieldStart("batch");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(ShopMessages messages, ShopEvent event, String messageId) {
        events++;
        try {
            messages.write(event, messageId, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PreparedRequest finish() {
        try {
            out.writeEndArray();
            out.writeEndObject();
            out.close();
            byte[] bytes = gzip ? pack(body.toByteArray()) : body.toByteArray();
            return PreparedRequest.of(head, bytes, 0, bytes.length, events);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] pack(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 4);
        try (GZIPOutputStream out = new GZIPOutputStream(packed, 8192)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }
}
