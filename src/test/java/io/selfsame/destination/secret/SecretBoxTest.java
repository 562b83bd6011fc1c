package io.selfsame.destination.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.destination.secret.SecretBox.SecretPlace;
import io.selfsame.error.Conflict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets open with their key, at their place, unchanged, and otherwise not. */
class SecretBoxTest {

    private static final SecretPlace PLACE = new SecretPlace("shop", "dst_1", "secret");
    private static final String SECRET = "whsec_äöü€";

    @TempDir
    Path folder = Path.of("");
    private final SecretBox box = SecretBox.of(EncryptionKey.random());

    @Test
    void whatIsSealedOpens() {
        assertEquals(Optional.of(SECRET), box.open(PLACE, box.seal(PLACE, SECRET)));
        assertEquals(Optional.of(""), box.open(PLACE, box.seal(PLACE, "")));
    }

    @Test
    void theSameSecretIsAnotherTextEachTime() {
        assertNotEquals(box.seal(PLACE, SECRET), box.seal(PLACE, SECRET));
    }

    @Test
    void nothingOpensElsewhere() {
        String sealed = box.seal(PLACE, SECRET);
        for (SecretPlace other : List.of(new SecretPlace("shop2", "dst_1", "secret"),
                new SecretPlace("shop", "dst_2", "secret"), new SecretPlace("shop", "dst_1", "segmentSecret"),
                new SecretPlace("shop", "dst_1", "headers.secret"))) {
            assertEquals(Optional.empty(), box.open(other, sealed), other::toString);
        }
        assertEquals(Optional.empty(), SecretBox.of(EncryptionKey.random()).open(PLACE, sealed));
        assertEquals(Optional.empty(), SecretBox.withoutKey().open(PLACE, sealed));
    }

    @Test
    void noByteOfASealedSecretCanBeChanged() {
        String sealed = box.seal(PLACE, SECRET);
        byte[] bytes = Base64.getDecoder().decode(sealed.substring(3));
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertEquals(Optional.empty(), box.open(PLACE, "v1:" + Base64.getEncoder().encodeToString(changed)));
        }
        for (String wrong : List.of("", "v1:", "v1:AAAA", "v1:!", "v2:" + sealed.substring(3), SECRET,
                sealed.substring(0, sealed.length() - 4))) {
            assertEquals(Optional.empty(), box.open(PLACE, wrong), wrong);
        }
    }

    @Test
    void withoutAKeyItSaysWhatToSet() {
        String why = assertThrows(Conflict.class, () -> SecretBox.withoutKey().seal(PLACE, SECRET)).getMessage();
        assertTrue(why.contains("SELFSAME_SECRET_KEY") && why.contains("openssl rand -base64 32"), why);
        assertFalse(SecretBox.withoutKey().isThere());
    }

    @Test
    void aKeyFileIsMadeOnceForItsOwnerAlone() throws IOException {
        Path file = folder.resolve("data/secret.key");
        var first = SecretBox.ofFile(file, () -> false);
        assertEquals(Optional.empty(), first.open(PLACE, box.seal(PLACE, SECRET)));
        assertFalse(Files.exists(file), "reading makes no key");
        String sealed = first.seal(PLACE, SECRET);
        String key = Files.readString(file);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        var second = SecretBox.ofFile(file, () -> false);
        assertEquals(Optional.of(SECRET), second.open(PLACE, sealed));
        second.seal(PLACE, SECRET);
        assertEquals(key, Files.readString(file));
        assertEquals(Optional.of(SECRET), SecretBox.of(EncryptionKey.parse(key.strip())).open(PLACE, sealed));
        try (var files = Files.list(folder.resolve("data"))) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aKeyThatIsLostIsNotReplaced() {
        Path file = folder.resolve("secret.key");
        String why = assertThrows(Conflict.class, () -> SecretBox.ofFile(file, () -> true).seal(PLACE, SECRET))
                .getMessage();
        assertTrue(why.contains(file.toString()) && why.contains("backup"), why);
        assertFalse(Files.exists(file));
    }

    @Test
    void aKeyFileWithoutAKeyIsNamedAndKept() throws IOException {
        Path file = folder.resolve("secret.key");
        for (String wrong : List.of("", "nonsense", "x".repeat(2_000))) {
            Files.writeString(file, wrong);
            var broken = SecretBox.ofFile(file, () -> false);
            String why = assertThrows(Conflict.class, () -> broken.seal(PLACE, SECRET)).getMessage();
            assertTrue(why.contains(file.toString()), why);
            assertEquals(Optional.empty(), broken.open(PLACE, box.seal(PLACE, SECRET)));
            assertTrue(broken.advice().contains(file.toString()), broken.advice());
            assertEquals(wrong, Files.readString(file));
        }
    }

    @Test
    void aKeyIsBase64OrHex() {
        byte[] bytes = Base64.getDecoder().decode(EncryptionKey.random().text());
        String sealed = SecretBox.of(EncryptionKey.parse(HexFormat.of().formatHex(bytes))).seal(PLACE, SECRET);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        for (String same : List.of(base64, base64.replace("=", ""), HexFormat.of().withUpperCase().formatHex(bytes))) {
            assertEquals(Optional.of(SECRET), SecretBox.of(EncryptionKey.parse(same)).open(PLACE, sealed));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "c2hvcnQ=", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
            "dGhpcyBpcyBhIHZlcnkgbG9uZyBwYXNzd29yZCwgc28=", "a password with spaces and forty-four letters",
            "Q2xQ5c0mJ7r1n8b6y3k9hVw2tT4eFzXoAaLgDdUuSsEQ2xQ5c0m"})
    void aWeakKeyIsRefusedAndNotQuoted(String text) {
        String why = assertThrows(IllegalArgumentException.class, () -> EncryptionKey.parse(text)).getMessage();
        assertTrue(why.endsWith("Make one with openssl rand -base64 32"), why);
        assertFalse(!text.isEmpty() && why.contains(text), why);
    }
}
