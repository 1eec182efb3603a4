package io.apothik.sim;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.function.UnaryOperator;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.matcher.ElementMatcher;

/** How a class is changed to make a mutant of it. */
interface Change extends UnaryOperator<DynamicType.Builder<?>> {
  /** The method returns this, and does nothing. */
  static Change returns(String method, Object constant) {
    return instead(method, FixedValue.value(constant));
  }

  /** The method returns the object that it was asked of. */
  static Change returnsThis(String method) {
    return instead(method, FixedValue.self());
  }

  /** The method does nothing. */
  static Change nothing(String method) {
    return instead(method, StubMethod.INSTANCE);
  }

  /** The method looks its first argument up in a map of its object. */
  static Change looksUp(String method, String map) {
    return instead(
        method,
        MethodCall.invoke(named("get"))
            .onField(map)
            .withArgument(0)
            .withAssigner(Assigner.DEFAULT, Assigner.Typing.DYNAMIC));
  }

  private static Change instead(String method, Implementation body) {
    return type -> type.method(named(method)).intercept(body);
  }

  /** Inside the method, calls of this name give this. */
  static Change gives(String method, String callee, Object constant) {
    return type ->
        type.visit(
            MemberSubstitution.relaxed()
                .method(named(callee))
                .replaceWithConstant(constant)
                .failIfNoMatch(true)
                .on(named(method)));
  }

  /** Inside the method, calls of this name are left out; what they give is 0, false or null. */
  static Change leavesOut(String method, String callee) {
    return type ->
        type.visit(
            MemberSubstitution.relaxed()
                .method(named(callee))
                .stub()
                .failIfNoMatch(true)
                .on(named(method)));
  }

  /** Inside the method, this field is 0, false or null. */
  static Change forgets(String method, String field) {
    return forgets(named(method), field);
  }

  /** Inside the method that takes such an argument, this field is 0, false or null. */
  static Change forgets(String method, Class<?> argument, String field) {
    return forgets(named(method).and(takesArguments(argument)), field);
  }

  private static Change forgets(ElementMatcher<? super MethodDescription> methods, String field) {
    return type ->
        type.visit(
            MemberSubstitution.relaxed()
                .field(named(field))
                .onRead()
                .stub()
                .failIfNoMatch(true)
                .on(methods));
  }

  /** The method begins or ends like this. */
  static Change advised(String method, Class<?> advice) {
    return type -> type.visit(Advice.to(advice).on(named(method)));
  }
}
