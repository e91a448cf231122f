using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Seats.Live;

internal sealed class HistoryOptions
{
    public const string Section = "History";

    /// <summary>How many of an event's newest batches are kept, and handed out with the whole state.</summary>
    [Range(1, 100_000)]
    public int Batches { get; init; } = 2000;

    /// <summary>How long a batch is kept.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan Age { get; init; } = TimeSpan.FromHours(1);

    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan PruneEvery { get; init; } = TimeSpan.FromMinutes(1);
}
