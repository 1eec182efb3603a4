package example;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.NoSuchElementException;

/** The products in a database, in the memory of this process. One thread at a time asks it. */
final class Products implements AutoCloseable {
  private final Connection database = DriverManager.getConnection("jdbc:h2:mem:shop");
  private int queries;

  Products(int count) throws SQLException {
    execute("CREATE TABLE product (id BIGINT PRIMARY KEY, name VARCHAR(80), cents INT)");
    execute(
        "INSERT INTO product SELECT x - 1, 'product ' || x, 100 * x FROM SYSTEM_RANGE(1, "
            + count
            + ")");
  }

  private void execute(String sql) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      statement.executeUpdate();
    }
  }

  /**
   * The product with that id.
   *
   * @throws NoSuchElementException if there is none
   */
  synchronized Product find(long id) throws SQLException {
    queries++;
    try (PreparedStatement query =
        database.prepareStatement("SELECT name, cents FROM product WHERE id = ?")) {
      query.setLong(1, id);
      ResultSet found = query.executeQuery();
      if (!found.next()) {
        throw new NoSuchElementException("no product " + id);
      }
      return new Product(id, found.getString("name"), found.getInt("cents"));
    }
  }

  synchronized int queries() {
    return queries;
  }

  @Override
  public void close() throws SQLException {
    database.close();
  }
}
