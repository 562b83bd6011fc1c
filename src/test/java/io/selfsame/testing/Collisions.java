package io.selfsame.testing;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Field names that collide in every hash that multiplies by 33 or 31 and adds. */
public final class Collisions {

    private static final int BITS = 13;

    private Collisions() {}

    /** The nth name: all of one variant have the same hash, whatever the seed. */
    public static String name(int n, int variant) {
        var name = new StringBuilder("v").append(variant).append('_');
        for (int bit = 0; bit < BITS; bit++) {
            // "Ab" and "BA" are 33 * 65 + 98 = 33 * 66 + 65; "Aa" and "BB" are the same for 31.
            name.append((n >> bit & 1) == 0 ? "Ab" : "BA");
        }
        return name.toString();
    }

    /** An object of so many of them. */
    public static String object(int size, int variant) {
        return IntStream.range(0, size).mapToObj(n -> "\"" + name(n, variant) + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
    }
}
