package io.selfsame.bench.load;

import io.selfsame.bench.http.SpaceAccess;

/** Who sends: gives each connection its requests. */
public interface RequestSource {
    /**
     * Makes the stream of one connection.
     *
     * @param connection
     *            number of the connection; each stream of a run has another, so that all messages are new
     */
    RequestStream requests(Plan plan, SpaceAccess space, int connection);
}
