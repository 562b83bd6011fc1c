package io.selfsame.bench;

/** The requests of one connection, one after the other: each is valid until the next is prepared. Not thread-safe. */
interface Requests extends Request {
    /** A number from 0 to 99, to choose the next operation by. */
    int percent();

    /** Makes the next request of this kind. */
    void prepare(Operation operation);
}
