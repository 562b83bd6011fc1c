package io.selfsame.destination.files;

import io.selfsame.destination.DestinationSettings;
import io.selfsame.destination.files.ExportState.Plan;
import io.selfsame.destination.files.Manifest.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of one run: one of each table that has rows. None of them can be seen before all are whole. Closed before {@link #publish}, it
 * leaves nothing behind. For one thread.
 */
final class Slice implements AutoCloseable {

    /** Rows of some 32 KB at most between two looks at the room there is. */
    private static final int LOOK_AFTER = 256;

    private final ExportFolder folder;
    private final DestinationSettings.Files settings;
    private final Plan plan;
    private final ExportRoom room;
    private long rows;
    private final Map<Table, Part> parts = new EnumMap<>(Table.class);

    private static final class Part {
        private final String name;
        private final Path hidden;
        private final TableFile file;
        private long rows;

        Part(String name, Path hidden, TableFile file) {
            this.name = name;
            this.hidden = hidden;
            this.file = file;
        }
    }

    /** @param room asked now and then while rows are written */
    Slice(ExportFolder folder, DestinationSettings.Files settings, Plan plan, ExportRoom room) {
        this.folder = folder;
        this.settings = settings;
        this.plan = plan;
        this.room = room;
    }

    /** Whether rows of a table are wanted. */
    boolean wants(Table table) {
        return settings.tables().contains("*") || settings.tables().contains(table.text());
    }

    /** @param row values in the order of the columns */
    void write(Table table, List<@Nullable Object> row) throws IOException {
        if (!wants(table)) {
            return;
        }
        Part part = parts.get(table);
        if (part == null) {
            String name = name(table, plan) + TableFile.ending(settings.format(), settings.gzip());
            Path hidden = folder.hidden(table.text(), name);
            part = new Part(name, hidden, TableFile.open(settings, table, hidden));
            parts.put(table, part);
        }
        part.file.write(row);
        part.rows++;
        if (++rows % LOOK_AFTER == 0) {
            room.require(bytes());
        }
    }

    /** What is on the disk so far. */
    private long bytes() throws IOException {
        long bytes = 0;
        for (Part part : parts.values()) {
            bytes += Files.size(part.hidden);
        }
        return bytes;
    }

    /** With the number of the run and the first and last place, so that a run that is repeated replaces its own files. */
    private static String name(Table table, Plan plan) {
        return String.format(Locale.ROOT, "%s-%06d-%d-%d", table.text(), plan.run(),
                Math.min(plan.from() + 1, plan.to()),
                plan.to());
    }

    /** Shows the files. */
    List<WrittenFile> publish() throws IOException {
        for (Part part : parts.values()) {
            part.file.close();
        }
        List<WrittenFile> written = new ArrayList<>();
        for (Map.Entry<Table, Part> entry : parts.entrySet()) {
            String table = entry.getKey().text();
            Part part = entry.getValue();
            long bytes = folder.publish(table, part.name);
            room.added(bytes);
            written.add(new WrittenFile(table, table + "/" + part.name, part.rows, bytes));
        }
        parts.clear();
        return written;
    }

    @Override
    public void close() {
        for (Part part : parts.values()) {
            try {
                part.file.close();
            } catch (IOException | RuntimeException e) {
                // What could not be written is no longer wanted.
            }
            try {
                Files.deleteIfExists(part.hidden);
            } catch (IOException e) {
                // It is hidden, and the next run removes it.
            }
        }
        parts.clear();
    }
}
