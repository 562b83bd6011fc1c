package io.selfsame.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** An HTTP/1.1 answer, read into buffers that are used again for the next one. Not thread-safe. */
final class HttpAnswer {
    private static final int MAX_LINE = 16 * 1024;
    private static final byte[] CONTENT_LENGTH = ascii("content-length:");
    private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding:");
    private static final byte[] CONNECTION = ascii("connection:");
    private static final byte[] RETRY_AFTER = ascii("retry-after:");

    private final HttpConnection.Input input = new HttpConnection.Input();
    private final byte[] line = new byte[MAX_LINE];
    private int lineLength;

    private int status;
    private long contentLength;
    private boolean chunked;
    private boolean keepAlive;
    private String retryAfter = "";
    private byte[] body = new byte[4 * 1024];
    private int bodyLength;

    int status() {
        return status;
    }

    /** Text of the Retry-After header, empty when it has none. */
    String retryAfter() {
        return retryAfter;
    }

    String body() {
        return new String(body, 0, bodyLength, StandardCharsets.UTF_8);
    }

    /** Whether the body has these bytes. */
    boolean contains(byte[] needle) {
        return after(needle) >= 0;
    }

    /** The digits right after the first {@code needle} in the body; -1 when there are none. */
    int numberAfter(byte[] needle) {
        int from = after(needle);
        int value = from >= 0 && from < bodyLength && isDigit(body[from]) ? 0 : -1;
        for (int i = from; value >= 0 && i < bodyLength && isDigit(body[i]); i++) {
            value = value * 10 + body[i] - '0';
        }
        return value;
    }

    private int after(byte[] needle) {
        for (int i = 0; i <= bodyLength - needle.length; i++) {
            if (body[i] == needle[0] && Arrays.equals(body, i, i + needle.length, needle, 0, needle.length)) {
                return i + needle.length;
            }
        }
        return -1;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Waits for the first bytes; a failure here means that nothing of an answer has come. */
    void begin(InputStream in) throws IOException {
        input.reset(in);
        if (!input.fill()) {
            throw new EOFException("the server closed the connection");
        }
    }

    /** Reads head and body; true when the connection can be used again. */
    boolean readRest() throws IOException {
        do {
            head();
        } while (status >= 100 && status < 200); // 100 Continue and the like come before the answer itself
        bodyLength = 0;
        if (chunked) {
            chunks();
        } else if (status == 204 || status == 304) {
            return keepAlive;
        } else if (contentLength >= 0) {
            append(contentLength);
        } else {
            untilEnd();
            return false;
        }
        return keepAlive;
    }

    private void head() throws IOException {
        readLine();
        if (lineLength < 12 || !startsWith(ascii("http/1."))) {
            throw new IOException("not an HTTP/1.x answer: " + text(0));
        }
        status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + line[11] - '0';
        keepAlive = line[7] == '1';
        contentLength = -1;
        chunked = false;
        retryAfter = "";
        for (readLine(); lineLength > 0; readLine()) {
            header();
        }
    }

    private void header() throws IOException {
        if (startsWith(CONTENT_LENGTH)) {
            contentLength = length(text(CONTENT_LENGTH.length), 10);
        } else if (startsWith(TRANSFER_ENCODING)) {
            chunked = text(TRANSFER_ENCODING.length).toLowerCase(Locale.ROOT).endsWith("chunked");
        } else if (startsWith(CONNECTION)) {
            String value = text(CONNECTION.length).toLowerCase(Locale.ROOT);
            keepAlive = value.contains("keep-alive") || (keepAlive && !value.contains("close"));
        } else if (startsWith(RETRY_AFTER)) {
            retryAfter = text(RETRY_AFTER.length);
        }
    }

    private void chunks() throws IOException {
        while (true) {
            readLine();
            String size = text(0);
            int extension = size.indexOf(';');
            long length = length(extension < 0 ? size : size.substring(0, extension).strip(), 16);
            if (length == 0) {
                break;
            }
            append(length);
            readLine();
        }
        do {
            readLine(); // trailers
        } while (lineLength > 0);
    }

    private static long length(String text, int radix) throws IOException {
        try {
            return Long.parseUnsignedLong(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("not the length of a body: " + text, e);
        }
    }

    private void append(long length) throws IOException {
        int needed = Math.addExact(bodyLength, Math.toIntExact(length));
        if (needed > body.length) {
            body = Arrays.copyOf(body, Math.max(needed, body.length * 2));
        }
        while (bodyLength < needed) {
            int n = input.read(body, bodyLength, needed - bodyLength);
            if (n < 0) {
                throw new EOFException("the server closed the connection in the middle of a body");
            }
            bodyLength += n;
        }
    }

    private void untilEnd() throws IOException {
        while (true) {
            if (bodyLength == body.length) {
                body = Arrays.copyOf(body, body.length * 2);
            }
            int n = input.read(body, bodyLength, body.length - bodyLength);
            if (n < 0) {
                return;
            }
            bodyLength += n;
        }
    }

    private void readLine() throws IOException {
        lineLength = 0;
        for (int b = input.read(); b != '\n'; b = input.read()) {
            if (lineLength == MAX_LINE) {
                throw new IOException("a header line of more than " + MAX_LINE + " bytes");
            }
            line[lineLength++] = (byte) b;
        }
        if (lineLength > 0 && line[lineLength - 1] == '\r') {
            lineLength--;
        }
    }

    private boolean startsWith(byte[] lowerCase) {
        if (lineLength < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            byte b = line[i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private String text(int from) {
        return new String(line, from, lineLength - from, StandardCharsets.ISO_8859_1).strip();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
