package io.apothik.arch;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.apothik.replica.CaffeineEviction;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the code may not do, whoever writes it. */
@AnalyzeClasses(packages = "io.apothik", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] CORE = {
    "io.apothik.slot..",
    "io.apothik.message..",
    "io.apothik.replica..",
    "io.apothik.agreement..",
    "io.apothik.trust..",
    "io.apothik.core..",
    "io.apothik.replay..",
    "io.apothik.capacity.."
  };

  /** What comes to the same whenever and wherever it runs. */
  private static final String[] DETERMINISTIC =
      Stream.concat(
              Stream.of(CORE),
              Stream.of("io.apothik.history..", "io.apothik.sim..", "io.apothik.lab.."))
          .toArray(String[]::new);

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("io.apothik.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theCoreAndItsSimulation_knowNeitherNetworkNorThreads =
      noClasses()
          .that()
          .resideInAnyPackage(DETERMINISTIC)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx..", "com.hazelcast..", "io.netty..", "java.util.concurrent.locks..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class);

  @ArchTest
  static final ArchRule theCoreAndItsSimulation_readNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(DETERMINISTIC)
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.time.Clock.class);

  @ArchTest
  static final ArchRule theCore_throwsNoDice =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class)
          .orShould()
          .callMethod(Math.class, "random");

  /** Its dice are made from a seed. */
  @ArchTest
  static final ArchRule theSimulation_throwsNoOtherDice =
      noClasses()
          .that()
          .resideInAnyPackage(DETERMINISTIC)
          .should()
          .callConstructor(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(SecureRandom.class)
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule storageAndNearCache_aloneKnowCaffeine =
      noClasses()
          .that()
          .doNotBelongToAnyOf(CaffeineEviction.class)
          .and()
          .haveNameNotMatching("io\\.apothik\\.door\\.api\\.NearCache(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.benmanes.caffeine..");

  @ArchTest
  static final ArchRule nobody_sleeps =
      noClasses()
          .should()
          .callMethodWhere(
              target(name("sleep"))
                  .and(target(owner(assignableTo(Thread.class).or(assignableTo(TimeUnit.class))))));

  @ArchTest
  static final ArchRule onlyWhatPeopleRun_prints =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.apothik", "io.apothik.door.cli..", "io.apothik.supervisor..")
          .should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule names_sayWhatAClassIs =
      noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?)(\\$.*)?");
}
