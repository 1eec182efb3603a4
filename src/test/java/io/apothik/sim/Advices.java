package io.apothik.sim;

import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner.Typing;
import org.jspecify.annotations.Nullable;

/** How methods of mutants begin or end. */
final class Advices {
  private Advices() {}

  static final class DirtyRead {
    @Advice.OnMethodEnter
    @SuppressWarnings("UnusedVariable") // The method that is entered reads it.
    static void begin(
        @Advice.Argument(value = 0, readOnly = false) Bytes key, @Advice.Argument(2) Reply reply) {
      if (reply instanceof Reply.Value) {
        key = Bytes.utf8("of which nothing is on its way");
      }
    }
  }

  static final class FromTheFirst {
    @Advice.OnMethodEnter
    @SuppressWarnings("UnusedVariable") // The method that is entered reads it.
    static void begin(
        @Advice.Argument(value = 0, readOnly = false, typing = Typing.DYNAMIC)
            @Nullable Object after) {
      after = null;
    }
  }

  static final class NotAnswered {
    @Advice.OnMethodExit
    @SuppressWarnings("UnusedVariable") // The method that is left returns it.
    static void end(@Advice.Return(readOnly = false) boolean answered) {
      answered = false;
    }
  }

  static final class AllBefore {
    @Advice.OnMethodExit
    @SuppressWarnings("UnusedVariable") // The method that is left returns it.
    static void end(
        @Advice.FieldValue("id") RequestId id, @Advice.Return(readOnly = false) long number) {
      number = id.number();
    }
  }

  static final class Nobody {
    @Advice.OnMethodExit
    @SuppressWarnings("UnusedVariable") // The method that is left returns it.
    static void end(@Advice.Return(readOnly = false) List<NodeName> nodes) {
      nodes = List.of();
    }
  }
}
