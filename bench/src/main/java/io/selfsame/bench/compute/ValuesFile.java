package io.selfsame.bench.compute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code values.tsv} of the data folder, for bench/postgres/run to compare with: the moment, the number of people, then a line
 * for each definition.
 */
final class ValuesFile {
    private ValuesFile() {}

    static void write(Path folder, Instant now, int people, Map<String, ValueSum> sums) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("now\t" + now);
        lines.add("people\t" + people);
        sums.forEach((key, sum) -> lines.add(key + "\t" + sum.people() + "\t" + sum.checksum()));
        Files.write(folder.resolve("values.tsv"), lines);
    }
}
