package io.selfsame.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** A batch call with messages of the shop: {@link #begin}, {@link #add} each, {@link #finish}. Not thread-safe. */
final class ShopBatch implements Request {
    private final String head;
    private final boolean gzip;
    private final StringBuilder body = new StringBuilder();
    private byte[] buffer = new byte[0];
    private int events;

    /**
     * Prepares for calls to one space.
     *
     * @param gzip
     *            whether to pack the bodies, which costs the driver some CPU
     */
    ShopBatch(String host, Space space, boolean gzip) {
        this.gzip = gzip;
        head = "POST /v1/batch HTTP/1.1\r\nHost: " + host + "\r\n" + space.writeAuthorization()
                + "Content-Type: application/json\r\n" + (gzip ? "Content-Encoding: gzip\r\n" : "")
                + "Content-Length: ";
    }

    void begin() {
        body.setLength(0);
        body.append("{\"batch\":[");
        events = 0;
    }

    void add(ShopMessages messages, ShopEvent event, String messageId) {
        if (events++ > 0) {
            body.append(',');
        }
        messages.write(event, messageId, body);
    }

    void finish() {
        byte[] plain = body.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] sent = gzip ? pack(plain) : plain;
        byte[] start = HttpAnswer.ascii(head + sent.length + "\r\n\r\n");
        buffer = new byte[start.length + sent.length];
        System.arraycopy(start, 0, buffer, 0, start.length);
        System.arraycopy(sent, 0, buffer, start.length, sent.length);
    }

    private static byte[] pack(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 4);
        try (GZIPOutputStream out = new GZIPOutputStream(packed, 8192)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return packed.toByteArray();
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int from() {
        return 0;
    }

    @Override
    public int length() {
        return buffer.length;
    }

    @Override
    public int events() {
        return events;
    }
}
