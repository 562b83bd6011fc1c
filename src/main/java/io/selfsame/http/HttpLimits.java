package io.selfsame.http;

import java.time.Duration;

/**
 * Limits of connections and requests.
 *
 * @param heap bytes of heap of the process
 * @param connections connections that may be open
 * @param header how long the headers of a request may take
 * @param grace the time over which the speed of a transfer is measured
 * @param body how long a whole body may take
 * @param dropped how long a body may take that is dropped
 * @param farewell how long a body may still take when the service stops
 */
record HttpLimits(long heap, int connections, Duration header, Duration grace, Duration body, Duration dropped,
        Duration farewell) {}
