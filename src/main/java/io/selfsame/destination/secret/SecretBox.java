package io.selfsame.destination.secret;

import io.selfsame.error.Conflict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts secrets with AES-256-GCM. What it makes opens only where it was made for: moved to another field, destination or space it is
 * as good as destroyed. Thread safe.
 */
public final class SecretBox {

    /** The setting that has the key. */
    public static final String SETTING = "SELFSAME_SECRET_KEY";

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** Begins what this version writes. */
    private static final String VERSION = "v1:";

    private final SecureRandom random = new SecureRandom();
    private final Optional<KeyFile> file;
    private final BooleanSupplier anySealed;
    private @Nullable EncryptionKey key;

    private SecretBox(Optional<KeyFile> file, BooleanSupplier anySealed, @Nullable EncryptionKey key) {
        this.file = file;
        this.anySealed = anySealed;
        this.key = key;
    }

    /** Where a secret belongs. */
    public record SecretPlace(String space, String destination, String field) {

        private byte[] bytes() {
            // Neither spaces nor destinations have a slash in their IDs.
            return (space + "/" + destination + "/" + field).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** With the key of the setting. */
    public static SecretBox of(EncryptionKey key) {
        return new SecretBox(Optional.empty(), () -> false, key);
    }

    /**
     * With the key in a file, which is made when a secret is first sealed. Nothing is read before that is needed.
     *
     * @param anySealed whether something is sealed already, so that a file that is not there is lost
     */
    public static SecretBox ofFile(Path file, BooleanSupplier anySealed) {
        return new SecretBox(Optional.of(new KeyFile(file)), anySealed, null);
    }

    /** Without a key: it seals and opens nothing. */
    public static SecretBox withoutKey() {
        return new SecretBox(Optional.empty(), () -> false, null);
    }

    /**
     * Encrypts a secret.
     *
     * @return ASCII; another text each time
     * @throws Conflict if there is no key, or its file cannot be used
     */
    public String seal(SecretPlace place, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keyToSeal(), place, nonce)
                    .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return VERSION + Base64.getEncoder().withoutPadding().encodeToString(
                    ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot encrypt with " + CIPHER, e);
        }
    }

    /** The secret; empty if it was sealed with another key or for another place, or was changed. {@link #advice} says what to do. */
    public Optional<String> open(SecretPlace place, String sealed) {
        Optional<EncryptionKey> known = keyToOpen();
        if (known.isEmpty() || !sealed.startsWith(VERSION)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(sealed.substring(VERSION.length()));
            if (bytes.length < NONCE_BYTES) {
                return Optional.empty();
            }
            byte[] secret = cipher(Cipher.DECRYPT_MODE, known.get(), place, Arrays.copyOf(bytes, NONCE_BYTES))
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return Optional.of(new String(secret, StandardCharsets.UTF_8));
        } catch (AEADBadTagException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot decrypt with " + CIPHER, e);
        }
    }

    /** Why stored secrets do not open, and what to do. */
    public String advice() {
        String anew = ", or send its secrets anew";
        return file.map(there -> "Its secrets do not open with the key in " + there
                + ": put that file back from the backup that the data is from, or set " + SETTING + anew)
                .orElseGet(() -> isThere()
                        ? "Its secrets do not open with the key in " + SETTING
                                + ": set it to the key that they were stored with" + anew
                        : "Its secrets do not open because " + SETTING
                                + " is not set: set it to the key that they were stored with" + anew);
    }

    /** Whether secrets can be stored. */
    public boolean isThere() {
        return file.isPresent() || keyInMemory().isPresent();
    }

    private synchronized Optional<EncryptionKey> keyInMemory() {
        return Optional.ofNullable(key);
    }

    private synchronized Optional<EncryptionKey> keyToOpen() {
        if (key == null && file.isPresent()) {
            try {
                key = file.get().read().orElse(null);
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(key);
    }

    private synchronized EncryptionKey keyToSeal() {
        if (key == null) {
            KeyFile there = file.orElseThrow(() -> new Conflict("Secrets of destinations cannot be stored yet: set "
                    + SETTING + ", to the same key for all instances, and start the service again. Make a key with"
                    + " openssl rand -base64 32"));
            try {
                Optional<EncryptionKey> known = there.read();
                if (known.isEmpty() && anySealed.getAsBoolean()) {
                    throw new Conflict(
                            "The key file " + there + " is gone, and there are secrets that only it opens: put it"
                                    + " back from the backup that the data is from, or set " + SETTING
                                    + ", or delete the destinations that have secrets and make them anew");
                }
                if (known.isEmpty()) {
                    EncryptionKey made = EncryptionKey.random();
                    there.write(made);
                    known = Optional.of(made);
                }
                key = known.get();
            } catch (IOException e) {
                throw new Conflict("Secrets of destinations cannot be stored: the key file " + there
                        + " cannot be used (" + e.getMessage() + "). Mend it, or set " + SETTING);
            }
        }
        return key;
    }

    private static Cipher cipher(int mode, EncryptionKey key, SecretPlace place, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.forAes(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.bytes());
        return cipher;
    }
}
