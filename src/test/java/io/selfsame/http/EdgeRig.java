package io.selfsame.http;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.selfsame.flow.Overloaded;
import io.selfsame.testing.Await;
import io.selfsame.testing.RawHttp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A server whose limits are so small that a test reaches them, and the connections to it. */
final class EdgeRig implements AutoCloseable {

    static final int CONNECTIONS = 40;

    final Edge edge;
    private final Javalin server;
    private final List<RawHttp> opened = new ArrayList<>();

    EdgeRig(long heap, Consumer<RoutesConfig> routes) {
        this(heap, Duration.ofSeconds(1), routes);
    }

    EdgeRig(long heap, Duration grace, Consumer<RoutesConfig> routes) {
        var second = Duration.ofSeconds(1);
        edge = new Edge(new HttpLimits(heap, CONNECTIONS, Duration.ofSeconds(2), grace, Duration.ofSeconds(3), second,
                second), "/lenient/path"::equals, "/open/path"::equals);
        server = Javalin.create(config -> {
            config.concurrency.useVirtualThreads = true;
            config.router.ignoreTrailingSlashes = false;
            edge.install(config, "127.0.0.1", 0, 1_024);
            config.routes.exception(HttpError.class, (e, ctx) -> {
                ctx.status(e.status());
                Bodies.answer(ctx, "text/plain", e.getMessage().getBytes(StandardCharsets.UTF_8));
            });
            config.routes.exception(Overloaded.class, (e, ctx) -> ctx.header("Overloaded", "true").status(429));
            routes.accept(config.routes);
        }).start();
    }

    RawHttp open() {
        var connection = new RawHttp(server.port());
        opened.add(connection);
        return connection;
    }

    static String post(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** Nothing must be held once all connections are closed. */
    @Override
    public void close() {
        try {
            opened.forEach(RawHttp::close);
            Await.until("nothing is held",
                    () -> edge.callers().held() == 0 && edge.trees().used() == 0 && edge.answers().used() == 0);
        } finally {
            server.stop();
        }
    }
}
