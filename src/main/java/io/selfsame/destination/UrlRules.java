package io.selfsame.destination;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the URLs of receivers look like. What is wrong with one is the end of a sentence. Pure. */
public final class UrlRules {

    private static final String LIKE = "a URL is like https://crm.example.com/hooks";
    private static final String NO_HOST = "has a host that is neither an IP address nor a name of letters, digits, hyphens"
            + " and dots";
    private static final Pattern PARTS = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^]]*]|[^:]*)(?::(.*))?", Pattern.DOTALL);

    private UrlRules() {}

    /** Of an address that is called as it is. Where nothing is wrong, it is a {@link URI} with a host. */
    public static Optional<String> problem(String text) {
        if (text.chars().anyMatch(c -> Character.isSpaceChar(c) || Character.isISOControl(c))) {
            return Optional.of("has a blank in it; a blank in a path is written %20");
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return Optional.of("is no URL that begins with https://; " + LIKE);
        }
        if (!Set.of("http", "https").contains(parts.group(1).toLowerCase(Locale.ROOT))) {
            return Optional.of("is no URL that begins with https:// or http://, but with " + parts.group(1) + "://");
        }
        if (parts.group(2).contains("@")) {
            return Optional.of("has a user name in it; send an Authorization header in place of it");
        }
        if (BAD_PERCENT.matcher(text).find()) {
            return Optional.of("has a % without two hexadecimal digits behind it; a % itself is written %25");
        }
        return problemOfHost(parts.group(2)).or(() -> problemOfRest(text));
    }

    private static Optional<String> problemOfHost(String authority) {
        Matcher parts = HOST_AND_PORT.matcher(authority);
        String host = parts.matches() ? parts.group(1) : authority;
        Optional<String> port = parts.matches() ? Optional.ofNullable(parts.group(2)) : Optional.empty();
        if (host.isEmpty()) {
            return Optional.of("has no host; " + LIKE);
        }
        if (host.startsWith("[") && !host.endsWith("]")) {
            return Optional.of(NO_HOST);
        }
        if (port.isPresent() && !isPort(port.get())) {
            return Optional.of("has a port that is no number from 1 to 65535");
        }
        if (!host.chars().allMatch(c -> c < 128)) {
            return Optional.of("has a host with letters beyond a to z; write "
                    + ascii(host).map(form -> form + " in place of it").orElse("the form of it that begins with xn--"));
        }
        if (host.contains("_")) {
            return Optional.of("has a host with an underscore, which cannot be connected to; give it a name without"
                    + " one, as an alias of its network in Docker Compose");
        }
        return host.endsWith(".") ? Optional.of("has a host that ends with a dot; leave that out") : Optional.empty();
    }

    private static boolean isPort(String text) {
        if (text.isEmpty()) {
            // It is the one of the scheme.
            return true;
        }
        int port = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        return port > 0 && port <= 65_535;
    }

    /** Empty if it cannot be told: of some letters, such as ß, today's rules make another host than those of Java. */
    private static Optional<String> ascii(String host) {
        try {
            String ascii = IDN.toASCII(host);
            return Optional.of(ascii).filter(form -> IDN.toUnicode(form).equals(host.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> problemOfRest(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of(e.getIndex() < 0
                    ? "is no URL; " + LIKE
                    : "has at position " + (e.getIndex() + 1)
                            + " what cannot stand there in a URL; write it with % and two hexadecimal digits");
        }
        if (url.getHost() == null) {
            return Optional.of(NO_HOST);
        }
        return url.getRawFragment() == null ? Optional.empty() : Optional.of("has a part after #, which is never sent");
    }

    /** Of an address behind which something is put. */
    public static Optional<String> problemOfBase(String text) {
        return problem(text).or(() -> {
            URI url = URI.create(text);
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
