package io.selfsame.server;

import io.selfsame.destination.catalogue.CatalogueSettings;
import io.selfsame.destination.secret.EncryptionKey;
import io.selfsame.destination.secret.SecretBox;
import io.selfsame.http.proxy.TrustedProxies;
import io.selfsame.network.Networks;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * How this process runs. Read once from the environment; nothing else reads it. Immutable.
 *
 * @param httpHost the address to listen on ({@code SELFSAME_HTTP_HOST}, default 127.0.0.1)
 * @param httpPort its port, 0 for any free one ({@code SELFSAME_HTTP_PORT}, default 8080)
 * @param data the folder of the embedded server ({@code SELFSAME_DATA}, default ./data)
 * @param neo4jUri a server elsewhere; without it one is embedded ({@code SELFSAME_NEO4J_URI})
 * @param neo4jUser of that server ({@code SELFSAME_NEO4J_USER}, default neo4j)
 * @param neo4jPassword of that user ({@code SELFSAME_NEO4J_PASSWORD})
 * @param neo4jDatabase the database ({@code SELFSAME_NEO4J_DATABASE}, default neo4j)
 * @param embeddedBoltPort Bolt of the embedded server ({@code SELFSAME_EMBEDDED_BOLT_PORT}, default 7687)
 * @param embeddedHttpPort its Neo4j Browser ({@code SELFSAME_EMBEDDED_HTTP_PORT}, default 7474)
 * @param adminToken a management token ({@code SELFSAME_ADMIN_TOKEN}), which replaces the last one so set; without it one
 *     is made at the first start and shown once
 * @param publicUrl where clients reach the service, without a slash at the end ({@code SELFSAME_PUBLIC_URL}); without it
 *     web pages are told to send where they asked
 * @param trustedProxies whose words about the outer address of a request are believed ({@code SELFSAME_TRUSTED_PROXIES},
 *     default nobody's)
 * @param destinationAllow addresses beside the public ones that destinations may be at; they may also be there without TLS
 *     ({@code SELFSAME_DESTINATION_ALLOW}, default none)
 * @param catalogue a process that runs the destinations of the catalogue ({@code SELFSAME_CATALOGUE_URL}), the token that both know
 *     ({@code SELFSAME_CATALOGUE_TOKEN}), and where it is let out ({@code SELFSAME_CATALOGUE_PROXY_HOST}, default 127.0.0.1, and
 *     {@code SELFSAME_CATALOGUE_PROXY_PORT}, default 7481)
 * @param spaceEventsPerSecond that this instance takes from a space, 0 for as many as come
 *     ({@code SELFSAME_SPACE_EVENTS_PER_SECOND}, default 0)
 * @param keyEventsPerSecond the same for a write key ({@code SELFSAME_KEY_EVENTS_PER_SECOND}, default 0)
 * @param secretKey encrypts the secrets of destinations ({@code SELFSAME_SECRET_KEY}); without it the key is in the data folder, or with
 *     a Neo4j elsewhere there is none
 * @param metricsToken opens {@code /metrics} and nothing else ({@code SELFSAME_METRICS_TOKEN}); without it only management
 *     tokens do
 * @param files the folder of all exports into files ({@code SELFSAME_FILES}); without it they are in the data folder, or with a Neo4j
 *     elsewhere this instance writes none
 * @param filesSpaceGb that the exported files of one space may have, 0 for any number ({@code SELFSAME_FILES_SPACE_GB}, default 50)
 * @param sourceFolder below which files are that sources of kind folder take ({@code SELFSAME_SOURCE_FOLDER}, default
 *     {@code sources} in the data folder)
 */
public record Settings(String httpHost, int httpPort, Path data, Optional<URI> neo4jUri, String neo4jUser,
        String neo4jPassword, String neo4jDatabase, int embeddedBoltPort, int embeddedHttpPort,
        Optional<String> adminToken, Optional<URI> publicUrl, TrustedProxies trustedProxies, Networks destinationAllow,
        Optional<CatalogueSettings> catalogue,
        int spaceEventsPerSecond, int keyEventsPerSecond, Optional<EncryptionKey> secretKey,
        Optional<String> metricsToken, Optional<Path> files, int filesSpaceGb, Path sourceFolder) {

    /** Kubernetes tells every pod of a service named {@code selfsame}, or {@code selfsame-…}, where that is. */
    private static final Pattern SERVICE_LINK = Pattern.compile("SELFSAME_(\\w+_)?(SERVICE_(HOST|PORT(_\\w+)?)=.*"
            + "|PORT(_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?=.*|=(tcp|udp|sctp)://.*))");

    /** Every setting that is wrong, one a line. */
    public static final class Wrong extends RuntimeException {
        Wrong(List<String> problems) {
            super(String.join(System.lineSeparator(), problems));
        }
    }

    /**
     * Reads and checks all settings.
     *
     * @throws Wrong naming every problem at once
     */
    public static Settings from(Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        var known = Set.of("SELFSAME_HTTP_HOST", "SELFSAME_HTTP_PORT", "SELFSAME_DATA", "SELFSAME_NEO4J_URI",
                "SELFSAME_NEO4J_USER", "SELFSAME_NEO4J_PASSWORD", "SELFSAME_NEO4J_DATABASE",
                "SELFSAME_EMBEDDED_BOLT_PORT", "SELFSAME_EMBEDDED_HTTP_PORT", "SELFSAME_ADMIN_TOKEN",
                "SELFSAME_PUBLIC_URL", "SELFSAME_TRUSTED_PROXIES", "SELFSAME_DESTINATION_ALLOW",
                "SELFSAME_CATALOGUE_URL", "SELFSAME_CATALOGUE_TOKEN", "SELFSAME_CATALOGUE_PROXY_HOST",
                "SELFSAME_CATALOGUE_PROXY_PORT",
                "SELFSAME_SPACE_EVENTS_PER_SECOND", "SELFSAME_KEY_EVENTS_PER_SECOND", "SELFSAME_SECRET_KEY",
                "SELFSAME_METRICS_TOKEN", "SELFSAME_FILES", "SELFSAME_FILES_SPACE_GB", "SELFSAME_SOURCE_FOLDER",
                "SELFSAME_WRITE_KEY");
        environment.keySet().stream().filter(name -> name.startsWith("SELFSAME_") && !known.contains(name)
                && !SERVICE_LINK.matcher(name + "=" + environment.get(name)).matches()).sorted()
                .forEach(name -> problems.add(name + " is no setting; there are: " + String.join(", ",
                        known.stream().filter(each -> !each.equals("SELFSAME_WRITE_KEY")).sorted().toList())));
        var read = new EnvironmentReader(environment, problems);
        Optional<URI> uri = read.uri("SELFSAME_NEO4J_URI");
        String password = read.text("SELFSAME_NEO4J_PASSWORD", "");
        if (uri.isPresent() && password.isEmpty()) {
            problems.add("SELFSAME_NEO4J_PASSWORD is missing; SELFSAME_NEO4J_URI needs it");
        }
        var settings = new Settings(read.text("SELFSAME_HTTP_HOST", "127.0.0.1"), read.port("SELFSAME_HTTP_PORT", 8080),
                read.folder("SELFSAME_DATA", "data"), uri, read.text("SELFSAME_NEO4J_USER", "neo4j"), password,
                read.text("SELFSAME_NEO4J_DATABASE", "neo4j"), read.port("SELFSAME_EMBEDDED_BOLT_PORT", 7687),
                read.port("SELFSAME_EMBEDDED_HTTP_PORT", 7474), read.token("SELFSAME_ADMIN_TOKEN"),
                read.publicUrl("SELFSAME_PUBLIC_URL"), read.proxies("SELFSAME_TRUSTED_PROXIES"),
                read.networks("SELFSAME_DESTINATION_ALLOW"), read.catalogue(),
                read.whole("SELFSAME_SPACE_EVENTS_PER_SECOND", 0, "events"),
                read.whole("SELFSAME_KEY_EVENTS_PER_SECOND", 0, "events"), read.secretKey("SELFSAME_SECRET_KEY"),
                read.token("SELFSAME_METRICS_TOKEN"), read.optionalFolder("SELFSAME_FILES"),
                read.whole("SELFSAME_FILES_SPACE_GB", 50, "GB"),
                read.folder("SELFSAME_SOURCE_FOLDER",
                        Path.of(read.text("SELFSAME_DATA", "data"), "sources").toString()));
        if (uri.isEmpty()) {
            settings.requireDifferentPorts(problems);
        }
        settings.catalogue().filter(its -> its.proxyPort() != 0 && its.proxyPort() == settings.httpPort()).ifPresent(
                its -> problems
                        .add("SELFSAME_CATALOGUE_PROXY_PORT is " + its.proxyPort() + ", and so is SELFSAME_HTTP_PORT"));
        if (settings.metricsToken().isPresent() && settings.metricsToken().equals(settings.adminToken())) {
            problems.add(
                    "SELFSAME_METRICS_TOKEN is the same as SELFSAME_ADMIN_TOKEN; whoever reads figures could manage all");
        }
        if (!problems.isEmpty()) {
            throw new Wrong(problems);
        }
        return settings;
    }

    /** What to do when Neo4j refuses the password, as the end of a sentence. */
    public String passwordAdvice() {
        return neo4jUri.isPresent()
                ? "check SELFSAME_NEO4J_USER and SELFSAME_NEO4J_PASSWORD"
                : "the password in " + data.resolve("neo4j.password")
                        + " is not the one of the store beside it; put that file back from a backup";
    }

    /** Why no destination may be at a URL; empty if one may. What is sent to ourselves would change what is sent. */
    Optional<String> problemOfDestination(URI url) {
        return publicUrl.filter(own -> own.getHost().equalsIgnoreCase(url.getHost()) && port(own) == port(url))
                .map(own -> "leads to this service itself (SELFSAME_PUBLIC_URL)");
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    /**
     * What encrypts the secrets of destinations. Instances that share a Neo4j must share the key, so there it is never made.
     *
     * @param anySealed whether there are such secrets
     */
    SecretBox secretBox(BooleanSupplier anySealed) {
        return secretKey.map(SecretBox::of).orElseGet(
                () -> neo4jUri.isEmpty()
                        ? SecretBox.ofFile(data.resolve("secret.key"), anySealed)
                        : SecretBox.withoutKey());
    }

    /** Where exports into files go. Instances that share a Neo4j must share the folder, so there none is chosen. */
    Optional<Path> filesRoot() {
        return files.or(() -> neo4jUri.isEmpty() ? Optional.of(data.resolve("files")) : Optional.empty());
    }

    private void requireDifferentPorts(List<String> problems) {
        Map<Integer, String> taken = new HashMap<>();
        Map<String, Integer> ports = new TreeMap<>(Map.of("SELFSAME_HTTP_PORT", httpPort,
                "SELFSAME_EMBEDDED_BOLT_PORT", embeddedBoltPort, "SELFSAME_EMBEDDED_HTTP_PORT", embeddedHttpPort));
        ports.forEach((name, port) -> {
            String other = port == 0 ? null : taken.put(port, name);
            if (other != null) {
                problems.add(name + " is " + port + ", and so is " + other + "; each needs a port of its own");
            }
        });
    }

    @Override
    public String toString() {
        return "Settings[http " + httpHost + ":" + httpPort + ", "
                + neo4jUri.map(uri -> "Neo4j at " + uri).orElse("embedded Neo4j in " + data) + "]";
    }
}
