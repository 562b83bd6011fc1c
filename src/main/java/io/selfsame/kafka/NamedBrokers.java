package io.selfsame.kafka;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a broker without TLS which brokers there are, before a client connects to them. The client has no place where its connections
 * without TLS could be checked.
 */
final class NamedBrokers {

    /** Of the request for metadata. */
    private static final short METADATA = 3;
    /** The oldest that brokers of Kafka 2.1 and later know; its form never changes. */
    private static final short VERSION = 4;

    private static final int MOST_BYTES = 1024 * 1024;
    private static final int MOST = 1_000;

    private NamedBrokers() {}

    /**
     * The hosts of all brokers of its cluster.
     *
     * @throws IOException if it does not answer within the limit, or answers something else
     */
    static List<String> ask(InetSocketAddress broker, Duration limit) throws IOException {
        int millis = Math.toIntExact(limit.toMillis());
        try (var socket = new Socket()) {
            socket.setSoTimeout(millis);
            socket.connect(broker, millis);
            socket.getOutputStream().write(request());
            var in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            if (length < 0 || length > MOST_BYTES) {
                throw new IOException("an answer of " + length + " bytes");
            }
            return hosts(in.readNBytes(length));
        }
    }

    private static byte[] request() throws IOException {
        var body = new ByteArrayOutputStream();
        var out = new DataOutputStream(body);
        out.writeShort(METADATA);
        out.writeShort(VERSION);
        out.writeInt(1);
        text(out, "selfsame");
        // No topics, and none is to be made.
        out.writeInt(0);
        out.writeBoolean(false);
        var whole = new ByteArrayOutputStream();
        new DataOutputStream(whole).writeInt(body.size());
        body.writeTo(whole);
        return whole.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeShort(text.length());
        out.writeBytes(text);
    }

    private static List<String> hosts(byte[] answer) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(answer));
        // The number of the request, and how long we are asked to wait.
        in.readInt();
        in.readInt();
        int brokers = in.readInt();
        if (brokers < 0 || brokers > MOST) {
            throw new IOException(brokers + " brokers");
        }
        List<String> hosts = new ArrayList<>();
        for (int i = 0; i < brokers; i++) {
            in.readInt();
            hosts.add(text(in));
            in.readInt();
            // The rack.
            text(in);
        }
        return hosts;
    }

    /** Empty for null, whose length is -1. */
    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes(Math.max(0, in.readShort()));
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
