package io.apothik.message;

/**
 * Tells a request that is tried again from a new one.
 *
 * @param master differs between any two processes whose masters send requests
 * @param number counts that master's requests
 */
public record RequestId(long master, long number) {}
