using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Platform;

/// <summary>Settings, section <c>Idempotency</c>.</summary>
public sealed class IdempotencyOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Idempotency";

    /// <summary>
    /// Seconds after which a request without an answer counts as dead and may run again; by the database's clock. Longer than any handler
    /// takes.
    /// </summary>
    [Range(1, 3600)]
    public int LeaseSeconds { get; init; } = 60;

    /// <summary>Hours for which an answer is kept at least.</summary>
    [Range(24, 24 * 365)]
    public int RetentionHours { get; init; } = 48;
}
