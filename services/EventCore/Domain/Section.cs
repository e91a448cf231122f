using TicketBooking.Contracts.Layout;

namespace TicketBooking.EventCore.Domain;

/// <summary>A block of equal rows. Rows are lettered A..Z, AA..; seats numbered from 1.</summary>
internal sealed record Section(string Name, int Rows, int SeatsPerRow, string[] Accessible)
{
    public long Capacity => (long)Rows * SeatsPerRow;

    /// <summary>Whether a label such as <c>AB12</c> names one of this section's seats.</summary>
    public bool Has(string label) => SeatPlace.TryParse(label, out var place) && place.IsIn(Rows, SeatsPerRow);
}
