package io.selfsame.server;

import io.selfsame.destination.catalogue.CatalogueSettings;
import io.selfsame.destination.secret.EncryptionKey;
import io.selfsame.http.proxy.TrustedProxies;
import io.selfsame.network.Networks;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads settings, each by its kind. What is wrong is added to the problems, a sentence each, and its default is answered. For one thread.
 *
 * @param environment by name
 * @param problems to be added to
 */
record EnvironmentReader(Map<String, String> environment, List<String> problems) {

    private static final Set<String> SCHEMES = Set.of("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc");

    private static final int SHORTEST_TOKEN = 16;
    private static final int MOST_WHOLE = 1_000_000;

    String text(String name, String standard) {
        String text = environment.getOrDefault(name, "").strip();
        return text.isEmpty() ? standard : text;
    }

    Optional<String> token(String name) {
        Optional<String> token = Optional.of(text(name, "")).filter(text -> !text.isEmpty());
        // Clients differ in how they send anything else in a header.
        token.filter(text -> text.length() < SHORTEST_TOKEN || !text.chars().allMatch(c -> c > ' ' && c < 127))
                .ifPresent(text -> problems.add(name + " has less than " + SHORTEST_TOKEN
                        + " characters, or others than letters, digits and signs of ASCII"));
        return token;
    }

    Optional<CatalogueSettings> catalogue() {
        Optional<URI> url = publicUrl("SELFSAME_CATALOGUE_URL");
        Optional<String> token = token("SELFSAME_CATALOGUE_TOKEN");
        int port = port("SELFSAME_CATALOGUE_PROXY_PORT", 7481);
        if (url.isPresent() && token.isEmpty()) {
            problems.add(
                    "SELFSAME_CATALOGUE_TOKEN is missing; SELFSAME_CATALOGUE_URL needs it, and the catalogue has the same one");
        }
        return url.map(address -> new CatalogueSettings(address, token.orElse(""),
                text("SELFSAME_CATALOGUE_PROXY_HOST", "127.0.0.1"), port));
    }

    Optional<EncryptionKey> secretKey(String name) {
        String text = text(name, "");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(EncryptionKey.parse(text));
        } catch (IllegalArgumentException e) {
            problems.add(name + " " + e.getMessage());
            return Optional.empty();
        }
    }

    int port(String name, int standard) {
        String text = text(name, Integer.toString(standard));
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same sentence.
        }
        problems.add(name + " is '" + text + "'; a port is a number from 0 (any free one) to 65535");
        return standard;
    }

    int whole(String name, int standard, String unit) {
        String text = text(name, Integer.toString(standard));
        try {
            int rate = Integer.parseInt(text);
            if (rate >= 0 && rate <= MOST_WHOLE) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same sentence.
        }
        problems.add(name + " is '" + text + "'; it is a whole number of " + unit + " from 0 (no limit) to "
                + MOST_WHOLE);
        return standard;
    }

    Path folder(String name, String standard) {
        Path path = Path.of(text(name, standard)).toAbsolutePath().normalize();
        if (Files.exists(path) && !Files.isDirectory(path)) {
            problems.add(name + " is " + path + ", which is not a folder");
        }
        return path;
    }

    Optional<Path> optionalFolder(String name) {
        return text(name, "").isEmpty() ? Optional.empty() : Optional.of(folder(name, ""));
    }

    Optional<URI> publicUrl(String name) {
        String text = text(name, "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = URI.create(text.replaceFirst("/+$", ""));
            if (url.getScheme() != null && Set.of("http", "https").contains(url.getScheme())
                    && url.getHost() != null && url.getPort() <= 65_535 && url.getUserInfo() == null
                    && url.getQuery() == null && url.getFragment() == null) {
                return Optional.of(url);
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the same sentence.
        }
        problems.add(name + " cannot be used; it looks like https://events.example.com, with a path if the service"
                + " is below one");
        return Optional.empty();
    }

    TrustedProxies proxies(String name) {
        return listed(name, TrustedProxies::parse);
    }

    Networks networks(String name) {
        return listed(name, Networks::parse);
    }

    private <T> T listed(String name, Function<String, T> parse) {
        try {
            return parse.apply(text(name, ""));
        } catch (IllegalArgumentException e) {
            problems.add(name + " has '" + e.getMessage() + "'; it is a comma list of addresses and networks, like"
                    + " 10.0.0.5,192.168.0.0/16,fd00::/8, without names");
            return parse.apply("");
        }
    }

    Optional<URI> uri(String name) {
        String text = text(name, "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(text);
            if (uri.getScheme() != null && SCHEMES.contains(uri.getScheme()) && uri.getHost() != null
                    && uri.getPort() <= 65_535 && uri.getUserInfo() == null
                    && (uri.getQuery() == null || uri.getScheme().startsWith("neo4j"))) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the same sentence.
        }
        problems.add(name + " cannot be used; it looks like neo4j://host:7687 or bolt://host:7687, or with"
                + " +s; user and password are settings of their own");
        return Optional.empty();
    }
}
