package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.selfsame.testing.Http;
import io.selfsame.testing.Requires;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of operating.md, run as written but for the folders, which are below a temporary one. In place of systemd, of the user
 * of the service, and of the libraries of the archive stand small programs that do the same here.
 */
@Slow
class OperatingIT {

    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String FLAGS = "-Xmx1g -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED"
            + " -Dsun.misc.unsafe.memory.access=allow --add-opens=java.base/java.nio=ALL-UNNAMED"
            + " --add-opens=java.base/java.lang=ALL-UNNAMED";

    @TempDir
    private Path root;

    private Path bin;

    @AfterEach
    void stop() throws IOException {
        if (bin != null) {
            shell("systemctl stop selfsame; systemctl stop neo4j");
        }
    }

    @Test
    void a_backup_is_restored_and_the_store_moves_to_a_neo4j_elsewhere_and_back() throws IOException {
        install();
        shell("systemctl start selfsame");
        TestSpace space = newSpace();
        space.track("{\"messageId\":\"m-1\",\"userId\":\"u1\",\"event\":\"Before\"}").ok();
        List<String> backup = blocks("backup");
        shell(backup.get(0));
        space = space.at(url());
        space.track("{\"messageId\":\"m-2\",\"userId\":\"u1\",\"event\":\"After\"}").ok();
        String restored = shell(backup.get(1));
        assertTrue(restored.contains("All is well."), restored);
        space = space.at(url());
        assertEquals(1, space.events("user_id:u1").size());
        assertTrue(Files.exists(root.resolve("var/lib/selfsame.before/neo4j")));
        assertEquals("rw-------", PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve("var/backups/selfsame/selfsame.tar.gz"))));

        shell(block("```sh\nmkdir -p /srv/copy").replace("selfsame browse /srv", "test -d /srv"));

        shell(blocks("move").getFirst());
        assertTrue(Files.exists(root.resolve("var/backups/selfsame-move/neo4j.dump")));
        shell("systemctl start neo4j; systemctl stop neo4j");
        shell(block("```sh\nrunuser -u neo4j -- neo4j-admin database load"));
        String password = Files.readString(root.resolve("elsewhere/neo4j.password")).strip();
        try (var remote = Service.remote(elsewhere(), password)) {
            remote.awaitReady();
            TestSpace there = space.at(remote.url());
            assertEquals(1, there.events("user_id:u1").size());
            there.track("{\"messageId\":\"m-3\",\"userId\":\"u1\",\"event\":\"There\"}").ok();
            try (var doctor = Child.selfsame(Service.remoteSettings(elsewhere(), password), "doctor")) {
                assertEquals(0, doctor.exitCode(), doctor.output());
                assertTrue(doctor.output().contains("ok     settings: Neo4j at "), doctor.output());
            }
        }
        shell("systemctl stop neo4j; rm -rf /var/lib/selfsame /var/backups/selfsame-move/*");
        shell("NEO4J_HOME=" + root.resolve("elsewhere/neo4j") + " neo4j-admin database dump neo4j"
                + " --to-path=/var/backups/selfsame-move; systemctl start selfsame; systemctl stop selfsame");
        shell(blocks("back").getFirst());
        assertEquals(2, space.at(url()).events("user_id:u1").size());
    }

    @Test
    void it_is_installed_and_upgraded_as_written() throws IOException {
        install();
        shell("mkdir selfsame-0.1.0; mv /opt/selfsame/* selfsame-0.1.0; tar -czf selfsame-0.1.0.tar.gz selfsame-0.1.0;"
                + " rm -rf /opt/selfsame");
        shell(block("```sh\nuseradd"));
        assertEquals("rw-------", PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve("etc/selfsame/selfsame.env"))));
        String token = Files.readAllLines(root.resolve("etc/selfsame/selfsame.env")).getFirst().replaceFirst(".*=", "");
        assertEquals(48, token.length());
        shell(block("```sh\nsystemctl stop selfsame\nmv /opt"));
        assertEquals(200, Http.send(url(), "GET", "/v1/spaces", "", "Authorization", Http.bearer(token)).status());
        assertTrue(Files.exists(root.resolve("opt/selfsame.before/bin/selfsame")));
    }

    /** What cannot run here, too. */
    @Test
    void every_block_is_a_script() throws IOException {
        install();
        for (String block : Stream.of(document().split("```sh\n", -1)).skip(1).toList()) {
            Path script = Files.writeString(root.resolve("script"), block.substring(0, block.indexOf("```")));
            shell("sh -n " + script);
        }
    }

    /** The running one is asked by its Bolt; its data folder is not opened a second time. */
    @Test
    void the_doctor_is_called_as_written() throws IOException {
        install();
        shell("systemctl start selfsame");
        newSpace();
        String bolt = Files.readAllLines(root.resolve("log")).stream().filter(line -> line.contains("  Bolt  "))
                .map(line -> line.replaceFirst(".*bolt://", "bolt://")).findFirst().orElseThrow();
        String printed = shell(block("```sh\nsystemctl stop selfsame\nrunuser").replace("bolt://127.0.0.1:7687",
                "$(sed -n 's/.*  Bolt *//p' " + root.resolve("log") + ")"));
        assertFalse(bolt.isEmpty());
        assertEquals(2, printed.lines().filter(line -> line.equals("All is well.")).count(), printed);
        try (var doctor = Child.selfsame(Service.embeddedSettings(root.resolve("var/lib/selfsame")), "doctor")) {
            assertEquals(1, doctor.exitCode(), doctor.output());
            assertTrue(doctor.output().contains("WRONG  store: Another Selfsame is running on the data folder"),
                    doctor.output());
        }
    }

    @Test
    void the_doctor_names_wrong_settings_and_a_store_that_is_not_there() {
        try (var doctor = Child.selfsame(Map.of("SELFSAME_HTTP_PORT", "x", "SELFSAME_NEO4J_URI", "y"), "doctor")) {
            assertEquals(1, doctor.exitCode(), doctor.output());
            assertEquals(2,
                    doctor.lines().stream().filter(line -> line.startsWith("WRONG  settings: SELFSAME_")).count(),
                    doctor.output());
            assertEquals("2 things are wrong.", doctor.lines().getLast());
        }
        Path none = root.resolve("none");
        try (var doctor = Child.selfsame(Service.embeddedSettings(none), "doctor")) {
            assertEquals(1, doctor.exitCode(), doctor.output());
            assertTrue(doctor.output().contains("WRONG  store: There is no store in " + none), doctor.output());
        }
        assertFalse(Files.exists(none));
    }

    @Test
    void systemd_takes_the_unit_and_finds_it_hardened() throws IOException {
        Requires.that(isInstalled("systemd-analyze"), "OperatingIT skips the unit: install systemd");
        install();
        Path unit = root.resolve("selfsame.service");
        Files.writeString(unit, here(block("```ini\n[Unit]")).replace("User=selfsame", "User=root"));
        String said = shell("systemd-analyze verify " + unit + " 2>&1");
        assertFalse(said.contains("selfsame.service"), said);
        // In tenths: 9.x is a unit without any of it.
        shell("systemd-analyze security --offline=true --no-pager --threshold=30 "
                + Files.writeString(unit, Files.readString(unit).replace("User=root", "User=nobody")));
    }

    @Test
    void caddy_lets_tracking_through_alone() throws IOException {
        Requires.that(isInstalled("caddy"), "OperatingIT skips Caddy: install caddy");
        install();
        String site = block("```caddyfile\n");
        shell("HOME=" + root + " caddy validate --adapter caddyfile --config "
                + Files.writeString(root.resolve("Caddyfile"), site) + " 2>&1");
        int port = Child.freePort();
        try (var service = behindAProxy()) {
            // A certificate of its own making, as nobody here can ask for one.
            Path file = Files.writeString(root.resolve("Caddyfile"), "{\nadmin off\nskip_install_trust\n"
                    + "auto_https disable_redirects\n}\n"
                    + site.replace("events.example.com {", "https://events.example.com:" + port + " {\ntls internal")
                            .replace("127.0.0.1:8080", service.url().getAuthority()));
            try (var caddy = Child.start(List.of("caddy", "run", "--adapter", "caddyfile", "--config", file.toString()),
                    Map.of("HOME", root.toString(), "XDG_DATA_HOME", root.toString(), "XDG_CONFIG_HOME",
                            root.toString()))) {
                letsTrackingThroughAlone(service, port);
                assertTrue(caddy.isAlive(), caddy.output());
            }
        }
    }

    @Test
    void nginx_lets_tracking_through_alone() throws IOException {
        Requires.that(isInstalled("nginx") && isInstalled("openssl"),
                "OperatingIT skips nginx: install nginx and openssl");
        install();
        shell("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=events.example.com -keyout " + root
                + "/key.pem -out " + root + "/cert.pem 2>/dev/null");
        int port = Child.freePort();
        try (var service = behindAProxy()) {
            String site = block("```nginx\n").replace("listen 443", "listen 127.0.0.1:" + port)
                    .replace("/etc/ssl/events.example.com.pem", root + "/cert.pem")
                    .replace("/etc/ssl/private/events.example.com.key", root + "/key.pem")
                    .replace("http://127.0.0.1:8080", service.url().toString());
            String folders = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                    .map(kind -> kind + "_temp_path " + root.resolve(kind) + "; ").collect(Collectors.joining());
            Path file = Files.writeString(root.resolve("nginx.conf"),
                    "daemon off; master_process off; pid " + root + "/nginx.pid; error_log "
                            + root + "/error.log; events {} http { access_log off; " + folders + "\n" + site + "}");
            shell("PATH=$PATH:/usr/sbin nginx -t -c " + file + " 2>&1");
            try (var nginx = Child.start(List.of("/usr/sbin/nginx", "-c", file.toString()), Map.of())) {
                letsTrackingThroughAlone(service, port);
                assertTrue(nginx.isAlive(), nginx.output());
            }
        }
    }

    private Service behindAProxy() {
        var service = new Service(Child.selfsame(
                Service.with(Service.with(Service.embeddedSettings(root.resolve("data")),
                        "SELFSAME_TRUSTED_PROXIES", "127.0.0.1"), "SELFSAME_ADMIN_TOKEN", Service.ADMIN_TOKEN),
                "serve"));
        service.awaitReady();
        return service;
    }

    private void letsTrackingThroughAlone(Service service, int port) throws IOException {
        TestSpace space = service.newSpace("shop", Service.ADMIN_TOKEN);
        String curl = "curl -sk -o " + root + "/answer -w '%{http_code}' --resolve events.example.com:" + port
                + ":127.0.0.1 https://events.example.com:" + port;
        Child.await("the proxy listens", () -> code(curl + "/").equals("404"));
        String event = " -u " + space.writeKey() + ": -d '{\"userId\":\"u1\",\"event\":\"E\"}'";
        for (String route : List.of("/v1/track", "/v1/t", "/v1/track/", "/api/s/track", "/api/s/s2s/track")) {
            assertEquals("200", code(curl + route + event), route);
        }
        assertEquals("200", code(curl + "/v1/batch/check -u " + space.writeKey()
                + ": -d '{\"batch\":[{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u1\"}]}'"));
        for (String route : List.of("/v1/spaces", "/metrics", "/health/ready", "/v1/track/../spaces", "/v1/tracked",
                "/v1/spaces/shop/jobs", "/openapi.json",
                "/v1/spaces/shop/collections/users/profiles/anonymous_id:x%2f..%2f..%2f..%2f..%2f..%2f..%2f..%2fapi%2fs/traits")) {
            assertEquals("404",
                    code(curl + route + " --path-as-is -H 'Authorization: Bearer " + Service.ADMIN_TOKEN + "'"),
                    route);
        }
        assertEquals("200", code(curl + "/v1/projects/" + space.writeKey()
                + "/settings -H 'X-Forwarded-Host: evil.example'"
                + " -H 'X-Forwarded-Prefix: /evil' -H 'X-Forwarded-Port: 666' -H 'Forwarded: host=evil.example'"));
        String settings = Files.readString(root.resolve("answer"));
        assertTrue(settings.contains("events.example.com:" + port), settings);
        assertFalse(settings.contains("evil") || settings.contains("666"), settings);
    }

    private String code(String curl) {
        try {
            return shellAnyway(curl).strip();
        } catch (IOException e) {
            throw new AssertionError(curl, e);
        }
    }

    /** The programs that stand for what is not here. */
    private void install() throws IOException {
        bin = Files.createDirectories(root.resolve("bin"));
        for (String folder : List.of("var/lib", "var/backups", "opt/selfsame/bin", "opt/selfsame/lib")) {
            Files.createDirectories(root.resolve(folder));
        }
        String java = JAVA + " " + FLAGS + " -cp '" + Stream
                .of(System.getProperty("java.class.path").split(":", -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString()).collect(Collectors.joining(":")) + "'";
        String settings = "export SELFSAME_HTTP_PORT=0 SELFSAME_EMBEDDED_BOLT_PORT=0 SELFSAME_EMBEDDED_HTTP_PORT=0\n";
        program(root.resolve("opt/selfsame/bin/selfsame"), settings + "exec " + java + " io.selfsame.Main \"$@\"");
        program(bin.resolve("java"), "shift 2\nexec " + java + " \"$@\"");
        program(bin.resolve("neo4j-admin"), "export NEO4J_HOME=\"${NEO4J_HOME:-" + root.resolve("elsewhere/neo4j")
                + "}\"\nexec " + java + " org.neo4j.cli.AdminTool \"$@\"");
        program(bin.resolve("runuser"), "shift 3\nexec \"$@\"");
        program(bin.resolve("chown"), "");
        program(bin.resolve("useradd"), "");
        int bolt = Child.freePort();
        Files.writeString(root.resolve("bolt"), Integer.toString(bolt));
        program(bin.resolve("systemctl"), """
                case $1 in
                    daemon-reload) exit 0 ;;
                    enable) set -- start selfsame ;;
                esac
                case $2 in
                    selfsame) log=ROOT/log; pid=ROOT/pid; ready='Ctrl-C stops it.' ;;
                    neo4j) log=ROOT/neo4j-log; pid=ROOT/neo4j-pid; ready='Bolt at ' ;;
                esac
                lives() { ps -o stat= -p "$(cat $pid)" | grep -qv Z; }
                case $1 in
                    stop) [ -e $pid ] || exit 0; kill "$(cat $pid)" 2>/dev/null; while lives; do sleep 0.2; done; rm $pid ;;
                    start)
                        if [ $2 = selfsame ]; then
                            export SELFSAME_ADMIN_TOKEN=@TOKEN@
                            set -a; [ ! -e ROOT/etc/selfsame/selfsame.env ] || . ROOT/etc/selfsame/selfsame.env
                            SELFSAME_DATA=ROOT/var/lib/selfsame \\
                                ROOT/opt/selfsame/bin/selfsame serve >$log 2>&1 </dev/null & echo $! >$pid
                        else
                            JAVA io.selfsame.process.Neo4jMain ROOT/elsewhere BOLT >$log 2>&1 </dev/null & echo $! >$pid
                        fi
                        until grep -q "$ready" $log; do lives || { cat $log; exit 1; }; sleep 0.2; done ;;
                esac""".replace("ROOT", root.toString()).replace("@TOKEN@", Service.ADMIN_TOKEN).replace("JAVA", java)
                .replace("BOLT", Integer.toString(bolt)));
    }

    private URI elsewhere() throws IOException {
        return URI.create("bolt://127.0.0.1:" + Files.readString(root.resolve("bolt")));
    }

    private URI url() throws IOException {
        return Files.readAllLines(root.resolve("log")).stream().filter(line -> line.contains("  API  "))
                .map(line -> URI.create(line.replaceFirst(".*http", "http"))).findFirst().orElseThrow();
    }

    private TestSpace newSpace() throws IOException {
        var made = Http.send(url(), "POST", "/v1/spaces", "{\"id\":\"shop\",\"name\":\"Shop\"}",
                "Authorization", Http.bearer(Service.ADMIN_TOKEN)).ok().body().at("/data/space");
        return new TestSpace(url(), "shop", made.path("writeKey").asText(), made.path("accessToken").asText(),
                Service.ADMIN_TOKEN);
    }

    private static void program(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static boolean isInstalled(String program) {
        return Stream.of("/usr/bin", "/usr/sbin", "/bin", "/sbin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** The blocks of commands between two comments of the document. */
    private static List<String> blocks(String section) throws IOException {
        String document = document();
        String part = document.substring(document.indexOf("<!-- " + section + ":"),
                document.indexOf("<!-- /" + section + " -->"));
        return Stream.of(part.split("```sh\n", -1)).skip(1).map(block -> block.substring(0, block.indexOf("```")))
                .toList();
    }

    /** The block that begins like this. */
    private static String block(String beginning) throws IOException {
        String document = document();
        int at = document.indexOf(beginning);
        assertTrue(at >= 0, beginning);
        int begin = document.indexOf('\n', at) + 1;
        return document.substring(begin, document.indexOf("```", begin));
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("src/docs/operating.md"));
    }

    private String here(String script) {
        return script.replaceAll("(?<![\\w.}])/(var/(lib|backups)|opt/selfsame|etc/selfsame|srv)", root + "/$1");
    }

    private String shell(String script) throws IOException {
        return run(script, Set.of(0));
    }

    private String shellAnyway(String script) throws IOException {
        return run(script, Set.of());
    }

    private String run(String script, Set<Integer> codes) throws IOException {
        Path out = Files.createTempFile(root, "out", "");
        var builder = new ProcessBuilder("sh", "-e", "-c", here(script)).directory(root.toFile())
                .redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SELFSAME_"));
        builder.environment().merge("PATH", bin.toString(), (path, ours) -> ours + ":" + path);
        try {
            int code = builder.start().waitFor();
            String said = Files.readString(out);
            assertTrue(codes.isEmpty() || codes.contains(code), () -> script + "\nended with " + code + ":\n" + said);
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
