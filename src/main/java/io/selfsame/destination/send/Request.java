package io.selfsame.destination.send;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A POST. It holds secrets in its headers, so it is never logged. Nobody changes the body.
 *
 * @param headers beside those that HTTP itself needs, in this order
 * @param body exactly what is sent
 * @param answerBytes of the answer's body that are read
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
public record Request(URI url, Map<String, String> headers, byte[] body, int answerBytes) {

    /** What an answer says that only the status matters of. */
    public static final int SHORT_ANSWER = 16 * 1024;

    public Request {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    @Override
    public String toString() {
        return "POST of " + body.length + " bytes";
    }
}
