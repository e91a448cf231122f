namespace TicketBooking.EmbeddedPostgres;

/// <summary>A cluster could not be created or started; the message ends with PostgreSQL's output.</summary>
public sealed class PostgresStartException(string message) : Exception(message);
