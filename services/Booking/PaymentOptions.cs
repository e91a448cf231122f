using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Booking;

/// <summary>Settings, section <c>Payments</c>.</summary>
internal sealed class PaymentOptions
{
    public const string Section = "Payments";

    /// <summary>The time to pay that a booking has at least when its payment begins, whatever is left of its hold; given once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan LeastTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long claims outlive a booking that is being paid, so that no seat is taken before the provider was asked.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Declined cards that end a booking.</summary>
    [Range(1, 100)]
    public int MaxDeclines { get; init; } = 5;

    /// <summary>Time between two searches for unfinished payments.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromSeconds(15);
}
