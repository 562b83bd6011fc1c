package io.selfsame.destination;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the URLs of receivers look like. What is wrong with one is the end of a sentence. Pure. */
public final class UrlRules {

    private UrlRules() {}

    /** Of an address that is called as it is. */
    public static Optional<String> problem(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || url.getHost() == null || url.getPort() > 65_535
                || url.getPort() == 0) {
            return Optional.of("is no URL like https://crm.example.com/hooks");
        }
        if (url.getUserInfo() != null) {
            return Optional.of("has a user name in it; send an Authorization header in place of it");
        }
        return url.getRawFragment() == null ? Optional.empty() : Optional.of("has a part after #, which is never sent");
    }

    /** Of an address behind which something is put. */
    public static Optional<String> problemOfBase(URI url) {
        return problem(url).or(() -> {
            if (url.getRawQuery() != null) {
                return Optional.of("has a part after ?, and /v1/batch is put behind it");
            }
            String path = url.getRawPath();
            return path.endsWith("/") || path.endsWith("/v1/batch")
                    ? Optional.of("ends with " + (path.endsWith("/") ? "/" : "/v1/batch")
                            + "; leave that out, as /v1/batch is put behind it")
                    : Optional.empty();
        });
    }
}
