package io.selfsame.bench;

/** Who sends: gives each connection its requests. */
interface Source {
    /**
     * Makes the stream of one connection.
     *
     * @param connection
     *            number of the connection; each stream of a run has another, so that all messages are new
     */
    Requests requests(Plan plan, String host, Space space, int connection);
}
