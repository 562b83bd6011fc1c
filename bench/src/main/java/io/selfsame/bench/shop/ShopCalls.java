package io.selfsame.bench.shop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.selfsame.bench.http.PreparedRequest;
import io.selfsame.bench.http.SpaceAccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Calls of one space's tracking API, with messages of the shop. Memory does not fail, so no {@link IOException} comes of writing
 * them. Not thread-safe.
 */
final class ShopCalls {
    private static final JsonFactory JSON = new JsonFactory();

    private final String authorization;
    private final ShopMessages messages;
    private final boolean gzip;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** An event and the ID of its message. */
    record Message(ShopEvent event, String id) {}

    /**
     * Prepares for calls to one space.
     *
     * @param gzip
     *            whether to pack the bodies, which costs the driver some CPU
     */
    ShopCalls(SpaceAccess space, ShopMessages messages, boolean gzip) {
        this.messages = messages;
        this.gzip = gzip;
        authorization = space.writeAuthorization();
    }

    /** One message, by the route of its type. */
    PreparedRequest single(Message message) {
        body.reset();
        try (JsonGenerator out = JSON.createGenerator(body)) {
            messages.write(message.event(), message.id(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return call(message.event().kind().type(), 1);
    }

    PreparedRequest batch(List<Message> all) {
        body.reset();
        try (JsonGenerator out = JSON.createGenerator(body)) {
            out.writeStartObject();
            out.writeArrayFieldStart("batch");
            for (Message message : all) {
                messages.write(message.event(), message.id(), out);
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return call("batch", all.size());
    }

    private PreparedRequest call(String route, int events) {
        String path = "/v1/" + route;
        return gzip
                ? PreparedRequest.post(path, authorization, packed(), events).gzipped()
                : PreparedRequest.post(path, authorization, body.toByteArray(), events);
    }

    private byte[] packed() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.size() / 4);
        try (GZIPOutputStream out = new GZIPOutputStream(packed, 8192)) {
            body.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
