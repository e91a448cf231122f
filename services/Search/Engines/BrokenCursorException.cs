namespace TicketBooking.Search.Engines;

/// <summary>A cursor whose values are none of this engine.</summary>
internal sealed class BrokenCursorException : Exception
{
    public BrokenCursorException()
    {
    }

    public BrokenCursorException(string message)
        : base(message)
    {
    }

    public BrokenCursorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
