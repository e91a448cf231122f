namespace TicketBooking.Booking.Diagnostics;

/// <summary>Counts what failed in one pass of a job, so that the job logs one line and not one a row.</summary>
internal sealed class Failures
{
    public int Count { get; private set; }

    /// <summary>Why the first failed, without its stack.</summary>
    public string First { get; private set; } = "";

    public void Add(Exception exception)
    {
        First = Count == 0 ? ReasonOf(exception) : First;
        Count++;
    }

    /// <summary>The exception in one line.</summary>
    public static string ReasonOf(Exception exception) => $"{exception.GetType().Name}: {exception.Message}";
}
