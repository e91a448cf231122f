using System.Globalization;

namespace TicketBooking.EventCore.Domain;

/// <summary>A block of equal rows. Rows are lettered A..Z, AA..; seats numbered from 1.</summary>
internal sealed record Section(string Name, int Rows, int SeatsPerRow, string[] Accessible)
{
    public const int MaxRows = VenueLayout.MaxCapacity;

    public long Capacity => (long)Rows * SeatsPerRow;

    /// <summary>Whether a label such as <c>AB12</c> names one of this section's seats.</summary>
    public bool Has(string label)
    {
        var digits = label.AsSpan().IndexOfAnyInRange('0', '9');
        return digits > 0
            && RowLetters.Parse(label.AsSpan(0, digits)) is > 0 and var row && row <= Rows
            && label[digits] != '0'
            && int.TryParse(label.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= SeatsPerRow;
    }
}
