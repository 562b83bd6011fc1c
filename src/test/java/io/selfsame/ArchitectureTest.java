package io.selfsame;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.core.TSFBuilder;
import com.fasterxml.jackson.core.TokenStreamFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.selfsame.json.Factories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** The shape of the code: which package may know which. */
class ArchitectureTest {

    /** ANTLR writes the parser of the query language, and not as we would. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/SelfsameQuery")).importPackages("io.selfsame");

    @Test
    void dependenciesPointDown() {
        layeredArchitecture().consideringOnlyDependenciesInLayers().ensureAllClassesAreContainedInArchitecture() //
                .layer("program").definedBy("io.selfsame") //
                .layer("cli").definedBy("io.selfsame.cli..") //
                .layer("server").definedBy("io.selfsame.server..") //
                .layer("doctor").definedBy("io.selfsame.doctor..") //
                .layer("management").definedBy("io.selfsame.management..") //
                .layer("metrics").definedBy("io.selfsame.metrics..") //
                .layer("jobs").definedBy("io.selfsame.jobs..") //
                .layer("profile").definedBy("io.selfsame.profile..") //
                .layer("tracking").definedBy("io.selfsame.tracking..") //
                .layer("destination").definedBy("io.selfsame.destination..") //
                .layer("compute").definedBy("io.selfsame.compute..") //
                .layer("trait").definedBy("io.selfsame.trait..") //
                .layer("column").definedBy("io.selfsame.column..") //
                .layer("query").definedBy("io.selfsame.query..") //
                .layer("http").definedBy("io.selfsame.http..") //
                .layer("identity").definedBy("io.selfsame.identity..") //
                .layer("space").definedBy("io.selfsame.space..") //
                .layer("outbox").definedBy("io.selfsame.outbox..") //
                .layer("flow").definedBy("io.selfsame.flow..") //
                .layer("lease").definedBy("io.selfsame.lease..") //
                .layer("embedded").definedBy("io.selfsame.embedded..") //
                .layer("local").definedBy("io.selfsame.local..") //
                .layer("graph").definedBy("io.selfsame.graph..") //
                .layer("network").definedBy("io.selfsame.network..") //
                .layer("kafka").definedBy("io.selfsame.kafka..") //
                .layer("source").definedBy("io.selfsame.source..") //
                .layer("error").definedBy("io.selfsame.error..") //
                .layer("json").definedBy("io.selfsame.json..") //
                .whereLayer("program").mayNotBeAccessedByAnyLayer() //
                .whereLayer("cli").mayOnlyBeAccessedByLayers("program", "source") //
                .whereLayer("server").mayOnlyBeAccessedByLayers("program") //
                .whereLayer("doctor").mayOnlyBeAccessedByLayers("program") //
                .whereLayer("management").mayOnlyBeAccessedByLayers("server") //
                .whereLayer("metrics").mayOnlyBeAccessedByLayers("server") //
                .whereLayer("jobs").mayOnlyBeAccessedByLayers("server") //
                .whereLayer("profile").mayOnlyBeAccessedByLayers("server") //
                .whereLayer("tracking").mayOnlyBeAccessedByLayers("server", "source") //
                .whereLayer("destination").mayOnlyBeAccessedByLayers("server", "source") //
                .whereLayer("compute").mayOnlyBeAccessedByLayers("server") //
                .whereLayer("trait")
                .mayOnlyBeAccessedByLayers("compute", "destination", "profile", "query", "tracking") //
                .whereLayer("column").mayOnlyBeAccessedByLayers("compute", "server", "tracking") //
                .whereLayer("query").mayOnlyBeAccessedByLayers("column", "compute") //
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("compute", "destination", "identity", "jobs", "management", "metrics",
                        "profile",
                        "server", "tracking", "source") //
                .whereLayer("identity")
                .mayOnlyBeAccessedByLayers("compute", "destination", "management", "outbox", "profile", "server",
                        "tracking", "trait") //
                .whereLayer("space")
                .mayOnlyBeAccessedByLayers("column", "compute", "destination", "http", "identity", "jobs", "management",
                        "outbox", "profile", "server", "tracking", "source") //
                .whereLayer("outbox").mayOnlyBeAccessedByLayers("compute", "destination") //
                .whereLayer("flow")
                .mayOnlyBeAccessedByLayers("compute", "destination", "http", "identity", "metrics",
                        "profile", "server", "space", "tracking") //
                .whereLayer("error")
                .mayOnlyBeAccessedByLayers("compute", "destination", "http", "identity", "jobs", "json", "management",
                        "profile", "server", "tracking", "source") //
                .whereLayer("network").mayOnlyBeAccessedByLayers("destination", "http", "server") //
                .whereLayer("kafka").mayOnlyBeAccessedByLayers("destination", "server", "source") //
                .whereLayer("source").mayOnlyBeAccessedByLayers("server") //
                .whereLayer("lease").mayOnlyBeAccessedByLayers("compute", "destination", "jobs", "server") //
                .whereLayer("embedded").mayNotBeAccessedByAnyLayer() //
                .whereLayer("local").mayOnlyBeAccessedByLayers("embedded", "program") //
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.selfsame.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("io.selfsame.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** What definitions say is worked out from what was loaded, by whoever asks. */
    @Test
    void theRoomsOfComputeStandOnEvaluation() {
        noClasses().that().resideInAPackage("..compute.evaluate").should()
                .dependOnClassesThat(resideInAnyPackage("org.neo4j..", "io.javalin..", "..graph..", "..http..",
                        "..flow.."))
                .check(CLASSES);
        layeredArchitecture().consideringOnlyDependenciesInLayers() //
                .layer("root").definedBy("io.selfsame.compute") //
                .layer("inspect").definedBy("..compute.inspect") //
                .layer("preview").definedBy("..compute.preview") //
                .layer("refresh").definedBy("..compute.refresh") //
                .layer("people").definedBy("..compute.people") //
                .layer("definition").definedBy("..compute.definition") //
                .layer("evaluate").definedBy("..compute.evaluate") //
                .whereLayer("root").mayNotBeAccessedByAnyLayer() //
                .whereLayer("inspect").mayOnlyBeAccessedByLayers("root") //
                .whereLayer("preview").mayOnlyBeAccessedByLayers("root", "inspect") //
                .whereLayer("refresh").mayOnlyBeAccessedByLayers("root") //
                .whereLayer("people").mayOnlyBeAccessedByLayers("root", "inspect", "preview", "refresh") //
                .whereLayer("definition").mayOnlyBeAccessedByLayers("root", "inspect", "preview", "refresh") //
                .check(CLASSES);
    }

    @Test
    void theDecisionKnowsNoDriverAndNoHttp() {
        noClasses().that().haveNameMatching(".*\\.identity\\.(Resolver|Clusters.*|Decision.*|IdOutcome.*|IdentityRules|"
                + "IdentifierRule|Extractor|ExternalId|ProfileId|AccountKey|Owner|Period|BlockList|TraitPolicy|"
                + "EventIdentity)").should()
                .dependOnClassesThat(resideInAnyPackage("org.neo4j..", "io.javalin..", "io.selfsame.graph.."))
                .check(CLASSES);
    }

    @Test
    void theQueryLanguageKnowsNeitherItsCompilerNorTheGraph() {
        noClasses().that().resideInAPackage("io.selfsame.query").should()
                .dependOnClassesThat(resideInAnyPackage("io.selfsame.query.cypher")).check(CLASSES);
        noClasses().that().resideInAPackage("io.selfsame.query..").should().dependOnClassesThat(
                resideInAnyPackage("org.neo4j..", "io.javalin..", "org.quartz..", "io.selfsame.graph.."))
                .check(CLASSES);
    }

    /** What a caller did wrong is said by whoever finds it; only the edge knows that this is HTTP. */
    @Test
    void whatIsPureKnowsNoHttp() {
        noClasses().that().resideInAnyPackage("io.selfsame.identity", "..identity.ids", "io.selfsame.query..",
                "..compute.evaluate", "io.selfsame.error", "io.selfsame.json").should()
                .dependOnClassesThat(resideInAnyPackage("io.selfsame.http..", "io.javalin..")).check(CLASSES);
    }

    @Test
    void graphKnowsNoFeature() {
        noClasses().that().resideInAPackage("..graph..").should().dependOnClassesThat(
                resideInAnyPackage("..identity..", "..tracking..", "..profile..", "..space..", "..server..",
                        "..http.."))
                .check(CLASSES);
    }

    @Test
    void onlyJobsKnowQuartz() {
        noClasses().that().resideOutsideOfPackage("..jobs..").should()
                .dependOnClassesThat(resideInAnyPackage("org.quartz..")).check(CLASSES);
    }

    @Test
    void onlyTheProgramKnowsThatNeo4jMayBeEmbedded() {
        noClasses().that().resideOutsideOfPackages("io.selfsame", "io.selfsame.local..", "..embedded..").should()
                .dependOnClassesThat(resideInAnyPackage("io.selfsame.local..")).check(CLASSES);
    }

    /** It is a jar of its own, which the archive without Neo4j leaves out: what stays must not know Neo4j's own classes. */
    @Test
    void nothingIsCompiledAgainstTheEmbeddedServer() {
        noClasses().that().resideOutsideOfPackage("..embedded..").should()
                .dependOnClassesThat(resideInAnyPackage("..embedded..")).check(CLASSES);
        noClasses().that().resideOutsideOfPackage("..embedded..").should().dependOnClassesThat(
                resideInAPackage("org.neo4j..").and(not(resideInAPackage("org.neo4j.driver.."))))
                .check(CLASSES);
    }

    @Test
    void theCommandLineToolsSpeakOnlyHttp() {
        noClasses().that().resideInAPackage("..cli..").should().dependOnClassesThat(resideInAnyPackage("..graph..",
                "..identity..", "..tracking..", "..profile..", "..space..", "..server..", "..embedded..",
                "org.neo4j.."))
                .check(CLASSES);
    }

    @Test
    void onlySettingsAndTheStarterReadTheEnvironment() {
        noClasses().that().resideOutsideOfPackages("io.selfsame", "..cli..").should().callMethod(System.class, "getenv")
                .orShould().callMethod(System.class, "getenv", String.class).check(CLASSES);
    }

    @Test
    void jacksonKeepsNoFieldNamesOfStrangers() {
        DescribedPredicate<JavaClass> readers = assignableTo(TokenStreamFactory.class)
                .or(assignableTo(ObjectMapper.class)).or(assignableTo(TSFBuilder.class));
        var settings = new DescribedPredicate<JavaCodeUnitAccess<?>>("begin the settings of a factory") {
            @Override
            public boolean test(JavaCodeUnitAccess<?> call) {
                boolean plain = call.getTarget().getRawParameterTypes().isEmpty();
                return plain && readers.test(call.getTargetOwner())
                        && (call.getName().equals("builder") || call.getName().equals("<init>"));
            }
        };
        var handed = new DescribedPredicate<JavaCodeUnitAccess<?>>("hand them to Factories") {
            @Override
            public boolean test(JavaCodeUnitAccess<?> call) {
                return call.getTargetOwner().isEquivalentTo(Factories.class);
            }
        };
        for (JavaClass type : CLASSES) {
            long begun = type.getCodeUnitAccessesFromSelf().stream().filter(settings).count();
            long closed = type.getCodeUnitAccessesFromSelf().stream().filter(handed).count();
            Assertions.assertEquals(closed, begun, type.getName() + " makes a factory that Factories has not closed");
        }
    }

    /** But for the start, which asks again until Neo4j is there, and commands for a terminal; {@code Graph} gives way for a moment. */
    @Test
    void nothingWaitsByTheClock() {
        var sleeps = new DescribedPredicate<JavaCodeUnitAccess<?>>("wait for a time") {
            @Override
            public boolean test(JavaCodeUnitAccess<?> call) {
                JavaClass owner = call.getTargetOwner();
                String name = call.getName();
                boolean sleeps = name.equals("sleep")
                        && (owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class));
                boolean parks = owner.isEquivalentTo(LockSupport.class)
                        && (name.startsWith("parkNanos") || name.startsWith("parkUntil"));
                boolean waits = owner.isEquivalentTo(Object.class) && name.equals("wait");
                return sleeps || parks || waits;
            }
        };
        for (JavaClass type : CLASSES) {
            boolean may = Set.of("Startup", "Graph", "ImportCommand", "DemoCommand").contains(type.getSimpleName());
            Assertions.assertTrue(may || type.getCodeUnitAccessesFromSelf().stream().noneMatch(sleeps),
                    type.getName() + " waits for a time to pass");
        }
    }

    @Test
    void aPackageIsARoomThatOneCanLookOver() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src"))) {
            Map<Path, Long> files = sources
                    .filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.counting()));
            Assertions.assertFalse(files.isEmpty());
            files.forEach((folder, count) -> Assertions.assertTrue(count <= 24, folder + " has " + count + " files"));
        }
    }

    @Test
    void utilitiesAndStoresAreFinal() {
        classes().that().areNotInterfaces().and().areNotAnonymousClasses().and().areNotEnums().and()
                .areTopLevelClasses().and(not(describe("are sealed", type -> type.reflect().isSealed())))
                .should().haveModifier(JavaModifier.FINAL).check(CLASSES);
    }

    @Test
    void aPackageShowsFewTypes() {
        Map<String, Integer> shown = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            if (type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC)) {
                shown.merge(type.getPackageName(), 1, Integer::sum);
            }
        }
        // identity, the query language and evaluation are the product: their vocabularies are what the others speak.
        shown.remove("io.selfsame.identity");
        shown.remove("io.selfsame.query");
        shown.remove("io.selfsame.compute.evaluate");
        shown.forEach((name, count) -> Assertions.assertTrue(count <= 10, name + " shows " + count + " types"));
    }
}
