package io.selfsame.destination.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * The body of an answer, or its beginning.
 *
 * @param complete whether it was read to its end; else the connection cannot be used again
 */
record Answer(String text, boolean complete) {

    private static final int CHUNK = 4 * 1024;
    private static final String PACKED = "(The answer is compressed and not shown)";

    /** Reads so many bytes at most. An answer that breaks off, or that takes too long, is what came until then. */
    static Answer read(ClassicHttpResponse response, int most) {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new Answer("", true);
        }
        var body = new ByteArrayOutputStream();
        var chunk = new byte[CHUNK];
        boolean complete = false;
        try {
            InputStream in = entity.getContent();
            int read = in.read(chunk, 0, Math.min(CHUNK, most));
            while (read > 0) {
                body.write(chunk, 0, read);
                int left = most - body.size();
                read = left > 0 ? in.read(chunk, 0, Math.min(CHUNK, left)) : 0;
            }
            complete = read < 0 || in.read() < 0;
        } catch (IOException e) {
            // The status has come, and it is what counts.
        }
        // We have asked for no compression, and undo none: a few bytes can become very many.
        boolean plain = !response.containsHeader(HttpHeaders.CONTENT_ENCODING);
        return new Answer(plain ? body.toString(charset(entity)) : PACKED, complete);
    }

    private static Charset charset(HttpEntity entity) {
        ContentType type = ContentType.parseLenient(entity.getContentType());
        return type == null ? StandardCharsets.UTF_8 : type.getCharset(StandardCharsets.UTF_8);
    }
}
