package io.apothik.bench.load;

/** A system under test, as the one client of a measurement sees it. */
public interface Target {
  /** From now on, keys and values are those of this data; called while no request is under way. */
  void use(Data data);

  /** Reads the key with this number. */
  void get(int key, Ending ending);

  /** Stores a value under the key with this number, as often as the system promises. */
  void put(int key, Ending ending);

  /** Runs it where requests start: on the event loop, if the system has one, else here. */
  default void run(Runnable start) {
    start.run();
  }
}
