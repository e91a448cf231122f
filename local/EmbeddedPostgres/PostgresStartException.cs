namespace TicketBooking.EmbeddedPostgres;

/// <summary>A cluster could not be created or started; the message ends with what PostgreSQL said.</summary>
public sealed class PostgresStartException(string message) : Exception(message);
