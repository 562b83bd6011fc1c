package io.selfsame.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Accepts connections as {@link ClientConnection}s, and checks all of them each second. */
final class Entrance extends ServerConnector {

    private static final int SWEEP_SECONDS = 1;

    /** Bytes of an answer that the kernel takes before its client does; by itself it would take megabytes. */
    private static final int SEND_BUFFER = 128 * 1024;

    private final Connections callers;
    private Scheduler.@Nullable Task sweep;

    Entrance(Server server, HttpConfiguration http, Connections callers) {
        super(server, new HttpConnectionFactory(http) {
            @Override
            public Connection newConnection(Connector connector, EndPoint caller) {
                var connection = new CountedConnection(http, connector, caller);
                connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
                return configure(connection, connector, caller);
            }
        });
        this.callers = callers;
        // Otherwise it ends bodies that pause for a second before their time to end comes; idle connections end without it.
        setShutdownIdleTimeout(callers.limits().farewell().plusSeconds(SWEEP_SECONDS).toMillis());
        setAcceptedSendBufferSize(SEND_BUFFER);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        var caller = new ClientConnection(callers, channel, selector, key, getScheduler());
        caller.setIdleTimeout(getIdleTimeout());
        return caller;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sweepLater();
    }

    @Override
    public CompletableFuture<Void> shutdown() {
        callers.stop();
        return super.shutdown();
    }

    @Override
    protected void doStop() throws Exception {
        if (sweep != null) {
            sweep.cancel();
        }
        super.doStop();
    }

    private void sweepLater() {
        sweep = getScheduler().schedule(() -> {
            try {
                callers.sweep();
            } finally {
                if (isRunning()) {
                    sweepLater();
                }
            }
        }, SWEEP_SECONDS, TimeUnit.SECONDS);
    }
}
