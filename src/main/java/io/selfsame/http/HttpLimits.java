package io.selfsame.http;

import java.time.Duration;

/**
 * How much and how long.
 *
 * @param heap bytes that the process has
 * @param connections that may be open
 * @param header how long the headers of a request may take
 * @param grace over how long it is judged whether bytes move too slowly
 * @param body how long it may take in all
 * @param dropped how long a body may take that nobody reads
 * @param farewell how long a body may still take when the service stops
 */
record HttpLimits(long heap, int connections, Duration header, Duration grace, Duration body, Duration dropped,
        Duration farewell) {}
