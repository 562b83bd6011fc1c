package io.selfsame.destination.send;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** One connection to a {@link CheckingProxy}: what it asks for is checked, and then carried to and fro. For one thread. */
final class ProxyConnection {

    private static final int HEAD_BYTES = 32 * 1024;
    private static final int CHUNK = 16 * 1024;
    /** An empty line, as a number. */
    private static final int END_OF_HEAD = 0x0d0a0d0a;
    private static final int HIGHEST_PORT = 65_535;
    /** The first byte of TLS. */
    private static final int HANDSHAKE = 22;
    /** Addresses of a name that are tried. */
    private static final int TRIED = 3;

    private final Socket client;
    private final Rules rules;

    /**
     * What holds for all.
     *
     * @param hasToken whether a Proxy-Authorization is right
     */
    record Rules(Predicate<String> hasToken, GuardedLookup secure, GuardedLookup plain, Limits limits) {}

    /**
     * How much one connection may take.
     *
     * @param step a head, a look-up, a connection
     * @param idle without a byte in either direction
     * @param whole from its beginning
     * @param bytes in each direction
     */
    record Limits(Duration step, Duration idle, Duration whole, long bytes) {
        static final Limits STANDARD = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(10),
                64L * 1024 * 1024);
    }

    /** It is not served. The message is for people, and of printable ASCII. */
    private static final class NotServed extends Exception {

        private static final long serialVersionUID = 1;
        private final int status;

        NotServed(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /**
     * What is asked for.
     *
     * @param first what the server is sent at once
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
    private record Target(String host, int port, boolean tunnel, byte[] first) {}

    ProxyConnection(Socket client, Rules rules) {
        this.client = client;
        this.rules = rules;
    }

    /** Serves it to its end. */
    void serve() {
        try (client) {
            client.setTcpNoDelay(true);
            client.setSoTimeout(millis(rules.limits().step()));
            Optional<String> head = head(client.getInputStream());
            if (head.isEmpty()) {
                return;
            }
            try {
                carry(target(head.get()));
            } catch (NotServed e) {
                refuse(e.status, String.valueOf(e.getMessage()));
            }
        } catch (IOException e) {
            // One of the two has closed it, or did nothing for too long.
        }
    }

    private static int millis(Duration limit) {
        return Math.toIntExact(limit.toMillis());
    }

    private Optional<String> head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        long end = System.nanoTime() + rules.limits().step().toNanos();
        int last = 0;
        // Byte by byte: what follows the head is the server's.
        while (last != END_OF_HEAD) {
            int next = in.read();
            if (next < 0 || head.size() >= HEAD_BYTES || System.nanoTime() > end) {
                return Optional.empty();
            }
            head.write(next);
            last = last << Byte.SIZE | next;
        }
        return Optional.of(head.toString(StandardCharsets.ISO_8859_1));
    }

    private Target target(String head) throws NotServed {
        String[] lines = head.strip().split("\r\n", -1);
        String[] first = lines[0].split(" ", -1);
        if (first.length != 3 || !first[2].startsWith("HTTP/1.")) {
            throw new NotServed(400, "This is no HTTP");
        }
        var kept = new StringBuilder();
        String credentials = "";
        for (int i = 1; i < lines.length; i++) {
            String name = lines[i].replaceFirst(":.*", "").strip().toLowerCase(Locale.ROOT);
            if (name.equals("proxy-authorization")) {
                credentials = lines[i].substring(lines[i].indexOf(':') + 1).strip();
            } else if (!name.equals("connection") && !name.startsWith("proxy-")) {
                kept.append(lines[i]).append("\r\n");
            }
        }
        if (!rules.hasToken().test(credentials)) {
            throw new NotServed(407, "The token is missing, or another one");
        }
        return first[0].equals("CONNECT") ? tunnel(first[1]) : forwarded(first, kept.toString());
    }

    private static Target tunnel(String authority) throws NotServed {
        int colon = authority.lastIndexOf(':');
        try {
            int port = Integer.parseInt(authority.substring(colon + 1));
            String host = authority.substring(0, Math.max(colon, 0)).replaceAll("^\\[|]$", "");
            if (!host.isEmpty() && port > 0 && port <= HIGHEST_PORT) {
                return new Target(host, port, true, new byte[0]);
            }
        } catch (NumberFormatException e) {
            // Falls through to the same sentence.
        }
        throw new NotServed(400, "This is no host and port");
    }

    /** A request that is no tunnel. It is the last one of its connection, since those after it would not be looked at. */
    private static Target forwarded(String[] first, String headers) throws NotServed {
        try {
            URI url = URI.create(first[1]);
            if ("http".equalsIgnoreCase(url.getScheme()) && url.getHost() != null && url.getPort() != 0
                    && url.getPort() <= HIGHEST_PORT) {
                String path = (url.getRawPath().isEmpty() ? "/" : url.getRawPath())
                        + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
                String head = first[0] + " " + path + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n";
                return new Target(url.getHost().replaceAll("^\\[|]$", ""), url.getPort() < 0 ? 80 : url.getPort(),
                        false,
                        head.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the same sentence.
        }
        throw new NotServed(400, "This is no URL like http://crm.example.com/");
    }

    private void carry(Target target) throws IOException, NotServed {
        try (Socket server = connect(target, target.tunnel() ? rules.secure() : rules.plain())) {
            server.setTcpNoDelay(true);
            client.setSoTimeout(millis(rules.limits().idle()));
            server.setSoTimeout(millis(rules.limits().idle()));
            if (target.tunnel()) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                int begin = client.getInputStream().read();
                // A tunnel for anything but TLS would go where http:// may not.
                if (begin < 0 || (begin != HANDSHAKE && !isOpenForPlain(target.host()))) {
                    return;
                }
                server.getOutputStream().write(begin);
            } else {
                server.getOutputStream().write(target.first());
            }
            long end = System.nanoTime() + rules.limits().whole().toNanos();
            Thread up = Thread.ofPlatform().daemon().name("catalogue-proxy-up").start(() -> pump(client, server, end));
            pump(server, client, end);
            quietly(client);
            up.interrupt();
        }
    }

    private boolean isOpenForPlain(String host) {
        try {
            return rules.plain().resolve(host).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private Socket connect(Target target, GuardedLookup lookup) throws NotServed {
        InetAddress[] addresses;
        try {
            addresses = lookup.resolve(target.host());
        } catch (GuardedLookup.Refused e) {
            throw new NotServed(403, String.valueOf(e.getMessage()));
        } catch (GuardedLookup.TooSlow e) {
            throw new NotServed(504, "The name of the host was not looked up in time");
        } catch (UnknownHostException e) {
            throw new NotServed(502, "The name of the host is not known");
        }
        for (int i = 0; i < Math.min(TRIED, addresses.length); i++) {
            var server = new Socket();
            try {
                server.connect(new InetSocketAddress(addresses[i], target.port()), millis(rules.limits().step()));
                return server;
            } catch (IOException e) {
                quietly(server);
            }
        }
        throw new NotServed(502, "No connection to the host");
    }

    /** Carries bytes until one end closes, or a limit is reached. Then both are closed: each direction needs the other. */
    private void pump(Socket from, Socket to, long end) {
        var chunk = new byte[CHUNK];
        long carried = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (carried <= rules.limits().bytes() && System.nanoTime() < end) {
                int read;
                try {
                    read = in.read(chunk);
                } catch (SocketTimeoutException e) {
                    break;
                }
                if (read < 0) {
                    to.shutdownOutput();
                    return;
                }
                carried += read;
                out.write(chunk, 0, read);
            }
        } catch (IOException e) {
            // The other end has closed it.
        }
        quietly(from);
        quietly(to);
    }

    private void refuse(int status, String why) throws IOException {
        String words = why.replaceAll("[^ -~]", "?");
        String body = words + "\n";
        String authenticate = status == 407 ? "Proxy-Authenticate: Basic realm=\"selfsame\"\r\n" : "";
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + " " + words + "\r\n" + authenticate + "Selfsame-Proxy: " + status
                        + "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    static void quietly(Closeable one) {
        try {
            one.close();
        } catch (IOException e) {
            // It is closed.
        }
    }
}
