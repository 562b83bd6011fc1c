package io.selfsame.bench;

/** A whole HTTP request as bytes: {@link #length} of {@link #buffer}, from {@link #from}. */
interface Request {
    byte[] buffer();

    int from();

    int length();

    /** Events in it; 0 for a read. */
    int events();
}
