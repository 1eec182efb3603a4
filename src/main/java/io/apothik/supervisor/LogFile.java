package io.apothik.supervisor;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import io.apothik.slot.NodeName;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Sends what this process logs to one file. */
public final class LogFile {
  private LogFile() {}

  /** The log of the given node, inside a cluster's run directory. */
  static Path of(Path directory, NodeName node) {
    return directory.resolve(node.value().replace(':', '_') + ".log");
  }

  /** A command has no log: nothing that libraries log gets among what it prints. */
  public static void none() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }

  /**
   * Opens the log.
   *
   * @param verbose whether more than what matters to this system's own parts is wanted
   */
  static void open(Path file, boolean verbose) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    PatternLayoutEncoder layout = new PatternLayoutEncoder();
    layout.setContext(context);
    layout.setPattern("%d{ISO8601} %-5level [%thread] %logger{0}: %msg%n");
    layout.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(layout);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(verbose ? Level.INFO : Level.WARN);
    root.addAppender(appender);
    // Hazelcast warns of every try to reach a member that is not there yet.
    context.getLogger("com.hazelcast").setLevel(verbose ? Level.INFO : Level.ERROR);
    // The page's bridge takes it for an error of ours when a browser goes without a word.
    context
        .getLogger("io.vertx.ext.web.handler.sockjs.impl")
        .setLevel(verbose ? Level.ERROR : Level.OFF);
    context.getLogger("io.apothik").setLevel(verbose ? Level.DEBUG : Level.INFO);
  }
}
