package io.selfsame.destination.catalogue;

import io.selfsame.clients.SelfSigned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Stands for the internet: an HTTP proxy that answers in the name of every host, and keeps what was asked. */
final class RecordingProxy implements AutoCloseable {

    /** Headers that say nothing of the receiver. */
    private static final Set<String> DULL = Set.of("host", "connection", "content-length", "accept", "accept-encoding",
            "proxy-authorization", "proxy-connection");

    private final ServerSocket server;
    private final SSLSocketFactory tls;
    private final List<Recorded> requests = new CopyOnWriteArrayList<>();
    private volatile Function<Recorded, String> answers = request -> answer("200 OK", "", "{}");

    /** A request. */
    record Recorded(String method, String url, Map<String, String> headers, String body) {}

    /** @param hosts in whose names it answers by TLS */
    RecordingProxy(SelfSigned certificate) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        tls = certificate.server().getSocketFactory();
        Thread.startVirtualThread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket connection = server.accept();
                    Thread.startVirtualThread(() -> serve(connection));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** What was asked since the last time. */
    List<Recorded> take() {
        List<Recorded> taken = new ArrayList<>(requests);
        requests.removeAll(taken);
        return taken;
    }

    /** What it answers from now on, whole; nothing closes the connection. */
    void answering(Function<Recorded, String> other) {
        answers = other;
    }

    static String answer(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    private void serve(Socket connection) {
        try (connection) {
            Recorded tunnel = read(connection.getInputStream(), "");
            if (tunnel == null) {
                return;
            }
            String expected = "Basic "
                    + Base64.getEncoder()
                            .encodeToString(("catalogue:" + CatalogueProcess.TOKEN).getBytes(StandardCharsets.UTF_8));
            if (!tunnel.method().equals("CONNECT") || !expected.equals(tunnel.headers().get("proxy-authorization"))) {
                connection.getOutputStream().write("HTTP/1.1 407 No\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                return;
            }
            connection.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            try (var secure = (SSLSocket) tls.createSocket(connection, null, connection.getPort(), true)) {
                secure.setUseClientMode(false);
                String origin = "https://" + tunnel.url().replaceFirst(":443$", "");
                for (Recorded next = read(secure.getInputStream(), origin); next != null; next = read(
                        secure.getInputStream(),
                        origin)) {
                    requests.add(next);
                    String answer = answers.apply(next);
                    if (answer.isEmpty()) {
                        return;
                    }
                    secure.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    secure.getOutputStream().flush();
                }
            }
        } catch (IOException e) {
            // The other end has closed it.
        }
    }

    private static Recorded read(InputStream in, String origin) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
        }
        String[] lines = head.toString(StandardCharsets.UTF_8).split("\r\n");
        String[] first = lines[0].split(" ");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(": ?", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        Map<String, String> telling = new LinkedHashMap<>(headers);
        if (!first[0].equals("CONNECT")) {
            telling.keySet().removeAll(DULL);
        }
        return new Recorded(first[0], origin + first[1], telling, new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
