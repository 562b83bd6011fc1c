package io.selfsame.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which package may know which. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.selfsame.bench");

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.selfsame.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyOnePackageKnowsTheHttpClient() {
        noClasses().that().resideOutsideOfPackage("..bench.http").should()
                .dependOnClassesThat().resideInAPackage("org.apache.hc..").check(CLASSES);
    }

    @Test
    void loadKnowsNeitherWhoSendsNorWhoReports() {
        noClasses().that().resideInAPackage("..bench.load").should().dependOnClassesThat()
                .resideInAnyPackage("..bench.shop", "..bench.compute", "..bench.report")
                .check(CLASSES);
    }
}
