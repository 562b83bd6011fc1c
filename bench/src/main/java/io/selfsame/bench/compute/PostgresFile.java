package io.selfsame.bench.compute;

import io.selfsame.bench.report.Measured;
import io.selfsame.bench.shop.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code postgres.tsv} of the data folder, what bench/postgres/run found, set against a refresh. */
final class PostgresFile {
    private static final int MILLION = 1_000_000;

    private PostgresFile() {}

    /** Rows for the report; none when the file is not there, or of other people. */
    static List<Measured> compare(Path folder, int people, double refreshMillis) throws IOException {
        Path file = folder.resolve("postgres.tsv");
        if (!Files.exists(file)) {
            return List.of();
        }
        double sum = 0;
        double kept = 0;
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split("\t", -1);
            if (fields[0].equals("people")) {
                if (!fields[1].equals(Integer.toString(people))) {
                    return List.of();
                }
            } else {
                sum += Double.parseDouble(fields[1]);
                kept += Double.parseDouble(fields[2]);
            }
        }
        List<Measured> rows = new ArrayList<>();
        rows.add(Measured.one("PostgreSQL, the same definitions in full", "ms", sum));
        rows.add(Measured.one("PostgreSQL, results kept in tables as well", "ms", kept));
        Measured faster = Measured.one("a refresh is faster by", "times", sum / refreshMillis);
        int events = History.events(people);
        rows.add(events >= 5 * MILLION ? faster.atLeast(20) : events >= MILLION ? faster.atLeast(5) : faster);
        return rows;
    }
}
