package example;

/** What the shop sells. */
public record Product(long id, String name, int cents) {}
