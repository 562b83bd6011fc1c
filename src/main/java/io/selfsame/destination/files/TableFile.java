package io.selfsame.destination.files;

import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.DestinationSettings.FileFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that rows are written to, one after another, with bounded memory. For one thread. */
interface TableFile extends AutoCloseable {

    /**
     * Writes a row.
     *
     * @param row values in the order of the columns
     */
    void write(List<@Nullable Object> row) throws IOException;

    /** Writes what is left. Without it the file is not whole. */
    @Override
    void close() throws IOException;

    /**
     * Begins a file that is not there yet.
     *
     * @param settings its format, and how that is written
     */
    static TableFile open(DestinationSettings.Files settings, Table table, Path path) throws IOException {
        boolean gzip = settings.gzip();
        return switch (settings.format()) {
            case PARQUET -> new ParquetFile(table, path);
            case CSV -> new TextFile(table, path, gzip, new TextFile.Csv(settings.escapesFormulas()));
            case JSONL -> new TextFile(table, path, gzip, new TextFile.JsonLines());
        };
    }

    /** How names of such files end. */
    static String ending(FileFormat format, boolean gzip) {
        return switch (format) {
            case PARQUET -> ".parquet";
            case CSV -> gzip ? ".csv.gz" : ".csv";
            case JSONL -> gzip ? ".jsonl.gz" : ".jsonl";
        };
    }
}
