package io.selfsame.cli.imports;

import io.selfsame.cli.CliException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A file or standard input, plain or gzip (told by its first two bytes, not by its name). */
record ImportSource(String name, Optional<Path> file) {
    static final String STDIN = "-";

    static ImportSource of(String argument) {
        if (argument.equals(STDIN)) {
            return new ImportSource("stdin", Optional.empty());
        }
        Path path = Path.of(argument);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new CliException("There is no readable file " + argument + ".");
        }
        return new ImportSource(String.valueOf(path.getFileName()), Optional.of(path));
    }

    /** Of the bytes as they lie on the disk; empty for standard input. */
    Optional<String> sha256() throws IOException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        MessageDigest digest = MessageIds.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file.get()), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Optional.of(HexFormat.of().formatHex(digest.digest()));
    }

    InputStream open(InputStream stdin) throws IOException {
        return gunzip(file.isPresent() ? Files.newInputStream(file.get()) : stdin);
    }

    /** @throws CliException if it is an archive, which has no lines */
    static InputStream gunzip(InputStream raw) throws IOException {
        PushbackInputStream in = new PushbackInputStream(raw, 2);
        byte[] magic = in.readNBytes(2);
        in.unread(magic);
        if (magic.length == 2 && magic[0] == 'P' && magic[1] == 'K') {
            throw new CliException("The file is a zip archive, as .xlsx is too. Unpack it; save a spreadsheet as CSV"
                    + " (UTF-8) first.");
        }
        boolean gzip = magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
