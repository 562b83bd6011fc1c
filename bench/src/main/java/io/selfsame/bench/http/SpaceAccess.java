package io.selfsame.bench.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The space under load and the secrets to use it. */
public record SpaceAccess(String id, String writeKey, String accessToken) {
    /** Authorization header of tracking calls. */
    public String writeAuthorization() {
        return basic(writeKey);
    }

    /** Authorization header of profile reads. */
    public String readAuthorization() {
        return basic(accessToken);
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":").getBytes(StandardCharsets.UTF_8));
    }
}
