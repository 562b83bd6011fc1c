package io.selfsame.bench.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpConnectionTest {
    private static final PreparedRequest REQUEST = PreparedRequest.of(RequestHead.get("/", "Basic d2s6"));

    @Test
    void readsABodyOfAGivenLengthAndKeepsTheConnection() throws IOException {
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 200 OK\r\ncontent-LENGTH: 5\r\n\r\nhello",
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                HttpConnection connection = new HttpConnection(server.address())) {
            assertAnswer(200, "hello", exchange(connection));
            assertAnswer(404, "", exchange(connection));
            assertAnswer(200, "ok", exchange(connection));
            assertEquals(1, connection.connects());
        }
    }

    @Test
    void readsChunksAndKeepsTheConnection() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nX: y\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                HttpConnection connection = new HttpConnection(server.address())) {
            assertAnswer(200, "hello world", exchange(connection));
            assertAnswer(200, "", exchange(connection));
            assertAnswer(200, "ok", exchange(connection));
            assertEquals(1, connection.connects());
        }
    }

    @Test
    void opensANewConnectionWhenTheServerSaysClose() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na" + ScriptedServer.CLOSE,
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb");
                HttpConnection connection = new HttpConnection(server.address())) {
            assertAnswer(200, "a", exchange(connection));
            assertAnswer(200, "b", exchange(connection));
            assertEquals(2, connection.connects());
        }
    }

    @Test
    void sendsAgainWhenTheServerClosedAnIdleConnectionUnasked() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na" + ScriptedServer.CLOSE,
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb");
                HttpConnection connection = new HttpConnection(server.address())) {
            assertAnswer(200, "a", exchange(connection));
            assertAnswer(200, "b", exchange(connection));
            assertEquals(2, connection.connects());
        }
    }

    @Test
    void givesRetryAfterAndForgetsItWithTheNextAnswer() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
                HttpConnection connection = new HttpConnection(server.address())) {
            assertEquals("3", exchange(connection).retryAfter());
            assertEquals("", exchange(connection).retryAfter());
        }
    }

    @Test
    void failsWhenTheServerHangsUpOnANewConnectionOrInTheMiddle() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.CLOSE,
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf" + ScriptedServer.CLOSE,
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
                HttpConnection connection = new HttpConnection(server.address())) {
            assertThrows(IOException.class, () -> exchange(connection));
            assertThrows(IOException.class, () -> exchange(connection));
            assertAnswer(200, "a", exchange(connection));
        }
    }

    @Test
    void endsAWaitThatIsAborted() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.SILENCE);
                HttpConnection connection = new HttpConnection(server.address())) {
            Thread waiting = Thread.ofPlatform()
                    .start(() -> assertThrows(IOException.class, () -> exchange(connection)));
            while (connection.connects() == 0 || connection.waitingSince() == 0) {
                Thread.onSpinWait();
            }
            connection.abort();
            assertTrue(waiting.join(Duration.ofSeconds(10)));
            assertEquals(1, connection.connects());
        }
    }

    @Test
    void refusesWhatIsNoHttp() throws IOException {
        try (ScriptedServer server = new ScriptedServer("SSH-2.0-OpenSSH_9.2\r\n\r\n" + ScriptedServer.CLOSE);
                HttpConnection connection = new HttpConnection(server.address())) {
            assertThrows(IOException.class, () -> exchange(connection));
        }
    }

    private static HttpAnswer exchange(HttpConnection connection) throws IOException {
        return connection.exchange(REQUEST);
    }

    private static void assertAnswer(int status, String body, HttpAnswer answer) {
        assertEquals(status, answer.status());
        assertEquals(body, answer.body());
    }
}
