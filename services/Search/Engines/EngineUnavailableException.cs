namespace TicketBooking.Search.Engines;

/// <summary>The engine cannot answer now, or not in time; the same search may succeed later.</summary>
internal sealed class EngineUnavailableException : Exception
{
    public EngineUnavailableException()
    {
    }

    public EngineUnavailableException(string message)
        : base(message)
    {
    }

    public EngineUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
