/** The door for Redis clients: the Redis serialization protocol, and the commands behind it. */
@NullMarked
package io.apothik.door.resp;

import org.jspecify.annotations.NullMarked;
