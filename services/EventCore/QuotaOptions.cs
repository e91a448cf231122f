using System.ComponentModel.DataAnnotations;
using TicketBooking.EventCore.Domain;

namespace TicketBooking.EventCore;

/// <summary>Section <c>Quotas</c>: what a user may create within 24 hours. Administrators may create more.</summary>
public sealed class QuotaOptions
{
    public const string Section = "Quotas";

    [Range(1, int.MaxValue)]
    public int EventsPerDay { get; set; } = 50;

    [Range(1, int.MaxValue)]
    public int VenuesPerDay { get; set; } = 20;

    /// <summary>Of all events together; at least one event of the largest size.</summary>
    [Range(VenueLayout.MaxCapacity, int.MaxValue)]
    public int SeatsPerDay { get; set; } = 1_000_000;
}
