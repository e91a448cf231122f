using System.Globalization;

namespace TicketBooking.Contracts.Layout;

/// <summary>The place of a seat in its section, written as <c>A12</c>: row letters and number.</summary>
/// <param name="Row">From 0.</param>
/// <param name="Number">From 1.</param>
public readonly record struct SeatPlace(int Row, int Number)
{
    /// <summary>Reads a label such as <c>AB12</c>; false for any other spelling, e.g. lower case or <c>A01</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> label, out SeatPlace place)
    {
        place = default;
        var digits = label.IndexOfAnyInRange('0', '9');
        if (digits < 1
            || label[digits] == '0'
            || RowLetters.Parse(label[..digits]) is not (>= 0 and var row)
            || !int.TryParse(label[digits..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        place = new SeatPlace(row, number);
        return true;
    }

    /// <summary>Whether a section has this place.</summary>
    public bool IsIn(int rows, int seatsPerRow) => Row < rows && Number <= seatsPerRow;
}
