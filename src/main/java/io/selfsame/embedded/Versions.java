package io.selfsame.embedded;

import java.util.Arrays;

/** Compares version numbers of Neo4j, like {@code 5.26.0} and {@code 2026.08.1}; what follows a dash is ignored. */
final class Versions {
    private Versions() {}

    static int compare(String one, String other) {
        return Arrays.compare(numbers(one), numbers(other));
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.replaceFirst("-.*", "").split("\\.", -1)).filter(part -> part.matches("\\d{1,9}"))
                .mapToInt(Integer::parseInt).toArray();
    }
}
