namespace TicketBooking.EmbeddedPostgres;

/// <summary>A cluster could not be created or started; the message ends with what PostgreSQL said.</summary>
public sealed class PostgresStartException : Exception
{
    public PostgresStartException()
    {
    }

    public PostgresStartException(string message)
        : base(message)
    {
    }

    public PostgresStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
