package io.apothik.credential;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class logs from now on, until it is closed. */
public final class LogLines implements AutoCloseable {
  private final Logger log;
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  private LogLines(Logger log) {
    this.log = log;
  }

  public static LogLines from(Class<?> source) {
    LogLines lines = new LogLines((Logger) LoggerFactory.getLogger(source));
    lines.logged.start();
    lines.log.addAppender(lines.logged);
    return lines;
  }

  public List<String> lines() {
    return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    log.detachAppender(logged);
  }
}
