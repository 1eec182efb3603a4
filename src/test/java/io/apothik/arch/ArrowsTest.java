package io.apothik.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** Which package may import which: each rule names all that a package may know of the project. */
@AnalyzeClasses(packages = "io.apothik", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
  @ArchTest static final ArchRule slot = mayImport("slot");

  @ArchTest static final ArchRule message = mayImport("message", "slot");

  @ArchTest static final ArchRule trust = mayImport("trust", "message", "slot");

  @ArchTest static final ArchRule credential = mayImport("credential", "trust", "message", "slot");

  @ArchTest static final ArchRule replica = mayImport("replica", "message", "slot");

  @ArchTest static final ArchRule agreement = mayImport("agreement", "message", "slot");

  @ArchTest
  static final ArchRule core = mayImport("core", "agreement", "replica", "message", "slot");

  @ArchTest static final ArchRule history = mayImport("history");

  @ArchTest
  static final ArchRule sim =
      mayImport("sim", "history", "core", "replica", "agreement", "message", "slot");

  @ArchTest static final ArchRule replay = mayImport("replay", "sim", "message", "slot");

  @ArchTest static final ArchRule lab = mayImport("lab", "sim", "history", "message", "slot");

  @ArchTest static final ArchRule capacity = mayImport("capacity", "replica", "message", "slot");

  @ArchTest static final ArchRule wire = mayImport("wire", "message", "slot");

  @ArchTest static final ArchRule cluster = mayImport("cluster", "wire", "slot", "message");

  @ArchTest
  static final ArchRule node =
      mayImport(
          "node", "core", "message", "replica", "replay", "slot", "wire", "cluster", "credential");

  @ArchTest
  static final ArchRule bus =
      mayImport("door.bus", "message", "wire", "slot", "trust", "credential");

  @ArchTest
  static final ArchRule resp = mayImport("door.resp", "message", "slot", "trust", "credential");

  @ArchTest
  static final ArchRule http =
      mayImport("door.http", "message", "wire", "slot", "trust", "credential");

  @ArchTest
  static final ArchRule web =
      mayImport("door.web", "door.bus", "message", "wire", "slot", "trust", "credential");

  @ArchTest
  static final ArchRule commandLine =
      mayImport("door.cli", "message", "wire", "slot", "trust", "capacity");

  @ArchTest static final ArchRule java = mayImport("door.api", "message", "slot", "node");

  @ArchTest
  static final ArchRule nobody_importsTheJavaDoor =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.apothik.door.api..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.apothik.door.api..");

  @ArchTest
  static final ArchRule nobody_importsMain =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.apothik")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.apothik")
          .allowEmptyShould(true);

  private static ArchRule mayImport(String self, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(self), Stream.of(others))
            .map(ArrowsTest::packageOf)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(packageOf(self))
        .should()
        .dependOnClassesThat(resideInAPackage("io.apothik..").and(not(resideInAnyPackage(allowed))))
        .allowEmptyShould(true);
  }

  private static String packageOf(String name) {
    return "io.apothik." + name + "..";
  }
}
