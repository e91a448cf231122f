using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Booking.Locks;

/// <summary>Settings, section <c>Locks</c>.</summary>
internal sealed class SeatLockOptions
{
    public const string Section = "Locks";

    /// <summary>A lock store that did not answer is not called for this long, so that few buyers wait for it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan PauseAfterFailure { get; init; } = TimeSpan.FromSeconds(5);
}
