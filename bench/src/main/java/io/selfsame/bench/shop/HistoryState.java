package io.selfsame.bench.shop;

import io.selfsame.bench.http.SpaceAccess;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * What is known of a history between commands, in the file {@code history.properties} of the data folder. Immutable.
 *
 * @param until
 *            end of the history
 * @param space
 *            where it is; none as long as nothing was sent
 * @param complete
 *            people whose messages were all taken: those from 0 up to, not with, this one
 * @param pending
 *            the same when the part that is being sent is complete; equal to it when none is
 * @param sent
 *            messages of that part that were taken
 * @param touched
 *            whether events other than the history's were sent to the space
 */
public record HistoryState(long seed, Instant until, Optional<SpaceAccess> space, int complete, int pending, int sent,
        boolean touched) {
    static HistoryState begin(long seed, Instant until) {
        return new HistoryState(seed, until, Optional.empty(), 0, 0, 0, false);
    }

    private static Path file(Path folder) {
        return folder.resolve("history.properties");
    }

    /**
     * Reads it, if there is one.
     *
     * @throws IOException
     *             also when the file is not one of these
     */
    public static Optional<HistoryState> read(Path folder) throws IOException {
        Properties entries = new Properties();
        try (Reader in = new StringReader(Files.readString(file(folder)))) {
            entries.load(in);
            return Optional.of(new HistoryState(number(entries, "seed"), Instant.parse(text(entries, "until")),
                    entries.containsKey("space")
                            ? Optional.of(new SpaceAccess(text(entries, "space"), text(entries, "writeKey"),
                                    text(entries, "accessToken")))
                            : Optional.empty(),
                    (int) number(entries, "complete"), (int) number(entries, "pending"), (int) number(entries, "sent"),
                    Boolean.parseBoolean(text(entries, "touched"))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            throw new IOException(file(folder) + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Replaces the file in one step, so that a crash leaves the old one or the new one. */
    public void write(Path folder) throws IOException {
        Properties entries = new Properties();
        entries.setProperty("seed", Long.toString(seed));
        entries.setProperty("until", until.toString());
        space.ifPresent(made -> {
            entries.setProperty("space", made.id());
            entries.setProperty("writeKey", made.writeKey());
            entries.setProperty("accessToken", made.accessToken());
        });
        entries.setProperty("complete", Integer.toString(complete));
        entries.setProperty("pending", Integer.toString(pending));
        entries.setProperty("sent", Integer.toString(sent));
        entries.setProperty("touched", Boolean.toString(touched));
        StringWriter out = new StringWriter();
        entries.store(out, null);
        Files.createDirectories(folder);
        Path fresh = folder.resolve("history.properties.new");
        Files.writeString(fresh, out.toString());
        Files.move(fresh, file(folder), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String text(Properties entries, String name) {
        return Optional.ofNullable(entries.getProperty(name))
                .orElseThrow(() -> new IllegalArgumentException("it has no " + name));
    }

    private static long number(Properties entries, String name) {
        return Long.parseLong(text(entries, name));
    }

    /** The external ID that finds a person in the Profile API, {@code type:value}. */
    public String externalId(int person) {
        return ShopPerson.of(person, ShopLife.random(seed, person)).externalId();
    }

    HistoryState in(SpaceAccess made) {
        return new HistoryState(seed, until, Optional.of(made), complete, pending, sent, touched);
    }

    /** The next part is to be sent, up to that person. */
    HistoryState towards(int people) {
        return new HistoryState(seed, until, space, complete, people, 0, touched);
    }

    HistoryState withSent(int messages) {
        return new HistoryState(seed, until, space, complete, pending, messages, touched);
    }

    HistoryState completed() {
        return new HistoryState(seed, until, space, pending, pending, 0, touched);
    }

    public HistoryState asTouched() {
        return new HistoryState(seed, until, space, complete, pending, sent, true);
    }
}
