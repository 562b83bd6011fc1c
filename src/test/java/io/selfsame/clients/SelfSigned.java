package io.selfsame.clients;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that nobody trusts who was not told to. */
public final class SelfSigned {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyStore keys;

    /** @param names as keytool takes them: {@code ip:127.0.0.1,dns:hooks.example.com} */
    public SelfSigned(String names) throws IOException {
        // Java has no way of its own to make a certificate but this program of the JDK.
        Path folder = Files.createTempDirectory(Path.of("target"), "self-signed");
        Path store = folder.resolve("keys.p12");
        try {
            int exit = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair", "-alias", "own", "-keyalg", "EC", "-dname", "CN=Self", "-ext", "SAN=" + names,
                    "-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass",
                    new String(PASSWORD))).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor();
            if (exit != 0) {
                throw new IOException("keytool ended with " + exit);
            }
            keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(store);
            Files.deleteIfExists(folder);
        }
    }

    /** The certificate as PEM. */
    public String certificate() throws IOException {
        try {
            return pem("CERTIFICATE", keys.getCertificate("own").getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** A file with the key and the certificate as PEM, for a program that shows it. */
    public Path pem() throws IOException {
        try {
            Path file = Files.createTempFile(Path.of("target").toAbsolutePath(), "self-signed", ".pem");
            return Files.writeString(file,
                    pem("PRIVATE KEY", keys.getKey("own", PASSWORD).getEncoded()) + "\n" + certificate() + "\n");
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(bytes)
                + "\n-----END " + what + "-----";
    }

    /** For a server that shows it. */
    public SSLContext server() throws IOException {
        try {
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** For a client that trusts it, and no other. */
    public SSLContext client() throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("own", keys.getCertificate("own"));
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Itself as a file, for programs that read one. */
    public Path certificatePem() throws IOException {
        try {
            Path file = Files.createTempFile(Path.of("target"), "self-signed", ".pem");
            return Files.writeString(file, "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(keys.getCertificate("own").getEncoded())
                    + "\n-----END CERTIFICATE-----\n").toAbsolutePath();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
