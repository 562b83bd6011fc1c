package io.selfsame.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The space under load and the secrets to use it. */
record Space(String id, String writeKey, String accessToken) {
    /** Authorization header of tracking calls. */
    String writeAuthorization() {
        return basic(writeKey);
    }

    /** Authorization header of profile reads. */
    String readAuthorization() {
        return basic(accessToken);
    }

    private static String basic(String user) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((user + ":").getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }
}
