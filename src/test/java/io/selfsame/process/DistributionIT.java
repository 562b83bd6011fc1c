package io.selfsame.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.selfsame.testing.Slow;
import io.selfsame.testing.TestServer;
import io.selfsame.testing.TestSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What {@code mvn package} makes: whole, and slim, without the embedded Neo4j, as the Docker image has it. */
class DistributionIT {

    @TempDir
    static Path folder;

    private final Path whole = made("");
    private final Path slim = made("-slim");

    private static Path made(String suffix) {
        try (Stream<Path> made = Files.list(Path.of("target"))) {
            return made.filter(path -> path.getFileName().toString().matches("selfsame-[0-9.]+(-SNAPSHOT)?" + suffix))
                    .filter(Files::isDirectory).findFirst()
                    .orElseThrow(() -> new AssertionError("mvn package makes target/selfsame-<version>" + suffix))
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsItsVersion() {
        for (Path home : List.of(whole, slim)) {
            try (var version = Child.program(home.resolve("bin/selfsame"), Map.of(), "--version")) {
                assertEquals(0, version.exitCode(), version.output());
                assertEquals(whole.getFileName().toString().replace('-', ' '), version.lines().getFirst());
            }
        }
    }

    @Test
    void theWholeOneServesWithItsOwnNeo4j() throws IOException {
        var settings = Service.embeddedSettings(Files.createDirectory(folder.resolve("own")));
        try (var service = new Service(Child.program(whole.resolve("bin/selfsame"), settings, "serve"))) {
            service.awaitReady();
            assertEquals(200, service.get("/health/ready").status());
        }
    }

    @Test
    @Slow
    void startsFromAnArchiveOfItsClasses() throws IOException {
        Path archive = whole.resolve("classes.jsa");
        Map<String, String> settings = Map.of("JAVA_OPTS", "-Xlog:class+load");
        String fromTheArchive = "io.selfsame.Main source: shared objects file (top)";
        try (var made = Child.program(whole.resolve("bin/selfsame"), Map.of(), "archive")) {
            made.awaitLine("Made " + archive, Duration.ofMinutes(5));
            assertEquals(0, made.exitCode(), made.output());
            try (var version = Child.program(whole.resolve("bin/selfsame"), settings, "--version")) {
                assertEquals(0, version.exitCode(), version.output());
                assertTrue(version.hasPrinted(fromTheArchive), version.output());
            }
            // Of another Java, say.
            Files.writeString(archive, "does not fit");
            try (var version = Child.program(whole.resolve("bin/selfsame"), Map.of(), "--version")) {
                assertEquals(0, version.exitCode(), version.output());
                assertEquals(2, version.lines().size(), version.output());
            }
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    @Test
    void theSlimOneSaysWhatToSet() {
        for (String command : List.of("serve", "migrate")) {
            try (var child = Child.program(slim.resolve("bin/selfsame"),
                    Service.embeddedSettings(folder.resolve("data")), command)) {
                assertEquals(1, child.exitCode(), child.output());
                assertTrue(child.lines().getLast().contains("set SELFSAME_NEO4J_URI"), child.output());
            }
        }
    }

    /** Every library of ours is asked for something: the graph, the web server, the query language, the jobs. */
    @Test
    void theSlimOneServesWithAnotherNeo4j() {
        // The token of the others on this Neo4j: another one would take its place.
        String token = TestServer.shared().adminToken();
        var settings = Service.with(Service.remoteSettings(TestServer.shared().neo4j().uri(), "not asked for"),
                "SELFSAME_ADMIN_TOKEN", token);
        try (var service = new Service(Child.program(slim.resolve("bin/selfsame"), settings, "serve"))) {
            service.awaitReady();
            TestSpace space = service.newSpace("distribution", token);
            space.identify("{\"userId\":\"u1\",\"traits\":{\"email\":\"jane@x.example\"}}").ok();
            assertEquals(Set.of("user_id:u1", "email:jane@x.example"), space.idsOf("user_id:u1"));
            space.manage("POST", "audiences", """
                    {"name":"Known","audienceType":"USERS","definition":{"query":"trait('email').exists()"}}""").ok();
        }
    }

    /** Neo4j's server is GPLv3; its driver is not. */
    @Test
    void nothingInTheSlimOneIsCompiledAgainstNeo4jsServer() throws IOException {
        Path jar = slim.resolve("lib/" + whole.getFileName() + ".jar");
        try (var file = new JarFile(jar.toFile())) {
            JavaClasses ours = new ClassFileImporter().importJar(file);
            assertTrue(ours.size() > 100, "looked at " + ours.size() + " classes");
            List<String> known = ours.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                    .map(dependency -> dependency.getTargetClass().getName())
                    .filter(name -> name.startsWith("io.selfsame.embedded.")
                            || name.startsWith("org.neo4j.") && !name.startsWith("org.neo4j.driver."))
                    .toList();
            assertEquals(List.of(), known);
        }
        for (String library : jars(slim.resolve("lib"))) {
            try (var file = new JarFile(slim.resolve("lib/" + library).toFile())) {
                assertTrue(file.getEntry("org/neo4j/kernel") == null && file.getEntry("org/neo4j/server") == null
                        && file.getEntry("org/neo4j/graphdb") == null, library);
            }
        }
    }

    @Test
    void eachSaysUnderWhichLicencesItIs() throws IOException {
        for (Path home : List.of(whole, slim)) {
            assertTrue(Files.readString(home.resolve("LICENSE")).contains("Apache License"));
            String notice = Files.readString(home.resolve("NOTICE"));
            assertFalse(notice.matches("(?s).*@[\\w.-]+@.*"), () -> "something was not filled in: " + notice);
            for (String jar : jars(home.resolve("lib"))) {
                if (notice.contains(jar)) {
                    assertTrue(Files.exists(home.resolve("lib/" + jar)), jar);
                }
            }
        }
        assertTrue(
                Files.readString(whole.resolve("NOTICE")).contains("As a whole it is passed on under the GNU General"));
        assertTrue(Files.readString(whole.resolve("GPL-3.0.txt")).contains("Version 3, 29 June 2007"));
        assertFalse(Files.exists(slim.resolve("GPL-3.0.txt")));
        assertFalse(Files.exists(slim.resolve("lib/neo4j")));
        for (Element library : components(slim.resolve("sbom.cdx.xml"))) {
            assertTrue(hasALicenceThatIsNotGpl(library), () -> text(library, "name"));
        }
        for (Path home : List.of(whole, slim)) {
            String list = Files.readString(home.resolve("THIRD-PARTY.txt"));
            for (Element library : components(home.resolve("sbom.cdx.xml"))) {
                String line = text(library, "group") + ":" + text(library, "name") + " " + text(library, "version")
                        + " - ";
                assertTrue(list.lines().anyMatch(one -> one.startsWith(line) && one.length() > line.length()), line);
            }
        }
    }

    /** Where there are several, one may be chosen. */
    private static boolean hasALicenceThatIsNotGpl(Element library) {
        NodeList licences = library.getElementsByTagNameNS("*", "license");
        for (int i = 0; i < licences.getLength(); i++) {
            String name = licences.item(i).getTextContent().strip();
            if (!name.matches("(?s)(A?GPL|GNU (Affero )?General Public).*")) {
                return true;
            }
        }
        return library.getElementsByTagNameNS("*", "expression").getLength() > 0;
    }

    @Test
    void thePartsListsNameTheJarsThatAreThereAndNoOthers() throws IOException {
        String self = whole.getFileName().toString();
        for (Path home : List.of(whole, slim)) {
            Set<String> there = new TreeSet<>(jars(home.resolve("lib")));
            if (home.equals(whole)) {
                there.addAll(jars(home.resolve("lib/neo4j")));
            }
            there.removeIf(jar -> jar.startsWith(self));
            Set<String> listed = components(home.resolve("sbom.cdx.xml")).stream().map(DistributionIT::jarOf)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(there, listed);
        }
    }

    /** Named by what stands after {@code ?} in {@code pkg:maven/io.netty/name@1.0?classifier=linux&type=jar}. */
    private static String jarOf(Element library) {
        String classifier = Stream.of(text(library, "purl").replaceFirst("^[^?]*\\??", "").split("&", -1))
                .filter(part -> part.startsWith("classifier=")).map(part -> "-" + part.substring(11)).findFirst()
                .orElse("");
        return text(library, "name") + "-" + text(library, "version") + classifier + ".jar";
    }

    private static List<Element> components(Path sbom) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            var document = factory.newDocumentBuilder().parse(sbom.toFile());
            List<Element> libraries = new ArrayList<>();
            NodeList all = document.getElementsByTagNameNS("*", "component");
            for (int i = 0; i < all.getLength(); i++) {
                var parent = all.item(i).getParentNode();
                // Those of the program, and not of the tool that wrote the list.
                if (parent.getLocalName().equals("components") && parent.getParentNode().getLocalName().equals("bom")) {
                    libraries.add((Element) all.item(i));
                }
            }
            assertTrue(libraries.size() > 20, sbom + " names " + libraries.size());
            return libraries;
        } catch (Exception e) {
            throw new AssertionError(sbom.toString(), e);
        }
    }

    /** Of a child, not of what is further down. */
    private static String text(Element element, String child) {
        for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (child.equals(node.getLocalName())) {
                return node.getTextContent();
            }
        }
        return "";
    }

    private static List<String> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
