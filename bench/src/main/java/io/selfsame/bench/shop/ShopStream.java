package io.selfsame.bench.shop;

/** Who does what now: the endless stream of one connection. Not thread-safe. */
interface ShopStream {
    /** Something that somebody does at this moment. */
    ShopEvent next();

    /** The external ID of somebody whom a read finds, {@code type:value}: everybody alike, which flatters no cache. */
    String anybody();

    /** A number from 0 to 99, to choose by. */
    int percent();
}
