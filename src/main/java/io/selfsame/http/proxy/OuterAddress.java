package io.selfsame.http.proxy;

import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where a client sent its request, before any proxy. Every part has been checked: it can stand in a URL, and in nothing else.
 *
 * @param scheme {@code http} or {@code https}
 * @param authority the host, with a port if that is not the usual one of the scheme
 * @param prefix the path below which a proxy shows the service: empty, or with a slash before it and none after it
 */
public record OuterAddress(String scheme, String authority, String prefix) {

    private static final Pattern HOST = Pattern
            .compile("(?<name>[A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}])(?::(?<port>[0-9]{1,5}))?");
    private static final Pattern PREFIX = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]{1,100}){1,10}/?");

    private static final int LAST_PORT = 65_535;

    /** Where the request came from by what its headers say; empty if not even {@code Host} names a host. */
    public static Optional<OuterAddress> of(Context ctx, TrustedProxies proxies) {
        return of(name -> {
            // Several lines of one name mean the same as one line with commas.
            String all = String.join(",", Collections.list(ctx.req().getHeaders(name)));
            return Optional.of(all).filter(text -> !text.isBlank());
        }, ctx.req().getRemoteAddr(), ctx.scheme(), proxies);
    }

    /**
     * As {@link #of(Context, TrustedProxies)}.
     *
     * @param headers the value of a header, if it is there
     * @param peer the address of the one who has sent the request to us
     * @param scheme by which it was sent to us
     */
    static Optional<OuterAddress> of(Function<String, Optional<String>> headers, String peer, String scheme,
            TrustedProxies proxies) {
        Optional<Host> asked = headers.apply("Host").flatMap(Host::parse);
        if (!proxies.trust(peer)) {
            return asked.map(host -> new OuterAddress(scheme, host.text(), ""));
        }
        var said = new Said(headers, proxies);
        String outer = said.first("proto", "X-Forwarded-Proto", OuterAddress::scheme).orElse(scheme);
        Optional<Host> host = said.first("host", "X-Forwarded-Host", Host::parse).or(() -> asked);
        Optional<String> port = said.first("", "X-Forwarded-Port", OuterAddress::port);
        String prefix = said.first("", "X-Forwarded-Prefix", OuterAddress::prefix).orElse("");
        return host.map(found -> new OuterAddress(outer, found.withPort(port).of(outer).text(), prefix));
    }

    private static Optional<String> scheme(String text) {
        String scheme = text.toLowerCase(Locale.ROOT);
        return Optional.of(scheme).filter(known -> known.equals("http") || known.equals("https"));
    }

    private static Optional<String> port(String text) {
        return Optional.of(text).filter(digits -> digits.matches("[0-9]{1,5}"))
                .filter(digits -> Integer.parseInt(digits) > 0 && Integer.parseInt(digits) <= LAST_PORT);
    }

    private static Optional<String> prefix(String text) {
        return Optional.of(text).filter(path -> PREFIX.matcher(path).matches())
                .map(path -> path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    /** @param name a name or an address, IPv6 in brackets */
    private record Host(String name, Optional<String> port) {

        static Optional<Host> parse(String text) {
            var host = HOST.matcher(text);
            if (!host.matches()) {
                return Optional.empty();
            }
            Optional<String> port = Optional.ofNullable(host.group("port"));
            return port.isPresent() && OuterAddress.port(port.get()).isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Host(host.group("name"), port));
        }

        /** With this port, if it has none. */
        Host withPort(Optional<String> other) {
            return new Host(name, port.or(() -> other));
        }

        /** Without the port that a scheme has by itself. */
        Host of(String scheme) {
            String usual = scheme.equals("https") ? "443" : "80";
            return new Host(name, port.filter(given -> !given.equals(usual)));
        }

        String text() {
            return name + port.map(given -> ":" + given).orElse("");
        }
    }

    /**
     * What the proxies say. Each adds its words behind those that it was given, so the last are the nearest proxy's. Those of the
     * proxy that is furthest away, and still believed, count: what stands before them came from a stranger.
     */
    private static final class Said {

        private static final List<String> OTHERS = List.of("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto");

        private final Function<String, Optional<String>> headers;
        private final Map<String, String> forwarded;
        private final int hops;

        Said(Function<String, Optional<String>> headers, TrustedProxies proxies) {
            this.headers = headers;
            // A proxy that writes the others passes on what a stranger has written here.
            boolean hasOthers = OTHERS.stream().anyMatch(name -> headers.apply(name).isPresent());
            List<Map<String, String>> elements = hasOthers
                    ? List.of()
                    : headers.apply("Forwarded").map(ForwardedHeader::parse).orElse(List.of());
            this.forwarded = elements.isEmpty()
                    ? Map.of()
                    : fromEnd(elements, hops(elements.stream().map(each -> each.getOrDefault("for", "")).toList(),
                            proxies));
            this.hops = hops(list("X-Forwarded-For"), proxies);
        }

        /** How many proxies that are believed stand between us and the one that is furthest away. */
        private static int hops(List<String> senders, TrustedProxies proxies) {
            int hops = 0;
            while (hops < senders.size() && proxies.trust(address(senders.get(senders.size() - 1 - hops)))) {
                hops++;
            }
            return hops;
        }

        /** Without a port: IPv6 has brackets then. */
        private static String address(String node) {
            int end = node.startsWith("[") ? node.indexOf(']') : node.indexOf(':');
            if (node.startsWith("[")) {
                return end < 0 ? node : node.substring(1, end);
            }
            return end < 0 || end != node.lastIndexOf(':') ? node : node.substring(0, end);
        }

        private static <T> T fromEnd(List<T> list, int hops) {
            return list.get(Math.max(0, list.size() - 1 - hops));
        }

        private List<String> list(String name) {
            return headers.apply(name).stream().flatMap(all -> List.of(all.split(",", -1)).stream()).map(String::strip)
                    .toList();
        }

        /** By {@code Forwarded}, else by the other header; values that cannot be used are none. */
        <T> Optional<T> first(String parameter, String header, Function<String, Optional<T>> reading) {
            return Optional.ofNullable(forwarded.get(parameter)).flatMap(reading).or(() -> {
                List<String> values = list(header);
                return values.isEmpty() ? Optional.empty() : reading.apply(fromEnd(values, hops));
            });
        }
    }
}
