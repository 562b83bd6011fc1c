package io.selfsame.cli.imports;

import io.selfsame.cli.CliException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * How the bytes of a file become text. What cannot be read is refused, never replaced: otherwise Müller and Möller would be one person. Immutable.
 *
 * @param setting what people say it with, for messages
 */
record TextEncoding(Charset charset, String setting) {

    private static final String OPTION = "--encoding";

    /** The first two bytes of such files. */
    private static final Set<Integer> UTF_16 = Set.of(0xfffe, 0xfeff);

    static final TextEncoding UTF_8 = new TextEncoding(StandardCharsets.UTF_8, OPTION);

    /** @throws CliException if there is no such encoding, or its lines cannot be told apart */
    static TextEncoding of(String name) {
        return of(name, OPTION);
    }

    /** The same, said with another setting than the option of {@code import}. */
    static TextEncoding of(String name, String setting) {
        Charset charset;
        try {
            charset = Charset.forName(name.strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new CliException(
                    "There is no encoding '" + name + "'; there are UTF-8, windows-1252, ISO-8859-15 and others.");
        }
        if (!charset.canEncode() || !Arrays.equals("\n\",;\t".getBytes(charset),
                "\n\",;\t".getBytes(StandardCharsets.US_ASCII))) {
            throw new CliException(
                    "Files in " + charset + " cannot be read. Convert the file to UTF-8, for example with"
                            + " iconv -f " + charset + " -t UTF-8.");
        }
        return new TextEncoding(charset, setting);
    }

    /**
     * The text of a line; empty if bytes of it are none in this encoding.
     *
     * @throws CliException if the file begins as one of UTF-16 does
     */
    Optional<String> read(byte[] bytes, boolean isFirst) {
        if (isFirst && bytes.length > 1 && UTF_16.contains((bytes[0] & 0xff) * 256 + (bytes[1] & 0xff))) {
            throw new CliException(
                    "The file is in UTF-16. Convert it to UTF-8, for example with iconv -f UTF-16 -t UTF-8.");
        }
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return Optional.of(isFirst && text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Bytes that need not be text, to be looked at. */
    String shown(byte[] bytes) {
        return new String(bytes, charset);
    }

    boolean isUtf8() {
        return charset.equals(StandardCharsets.UTF_8);
    }

    /** The code of a {@code what} that cannot be read. */
    String code() {
        return isUtf8() ? "not_utf8" : "not_in_encoding";
    }

    /** Why it cannot be read, and what to do. */
    String problem(String what) {
        return "The " + what + " is not " + charset + ". " + (isUtf8()
                ? "If a spreadsheet or an older database wrote the file, give "
                        + setting + " windows-1252, or what it wrote in."
                : "Give the " + setting + " that the file was written in.");
    }
}
