using TicketBooking.Contracts.Layout;

namespace TicketBooking.EventCore.Domain;

/// <summary>Checks a layout before seats are made from it.</summary>
internal static class VenueLayout
{
    public const int MaxCapacity = SeatLayout.MaxSeats;

    /// <summary>So that the message of an event, which lists them, stays small.</summary>
    public const int MaxAccessible = 2_000;

    public static long Capacity(IEnumerable<Section> sections) => sections.Sum(section => section.Capacity);

    /// <summary>All errors; none when the layout is valid.</summary>
    public static IEnumerable<(string Field, string Message)> Errors(IReadOnlyList<Section> sections)
    {
        if (Capacity(sections) is not (>= 1 and <= MaxCapacity))
        {
            yield return ("sections", $"All sections together must have 1 to {MaxCapacity} seats.");
        }

        if (sections.Sum(section => (long)section.Accessible.Length) > MaxAccessible)
        {
            yield return ("sections", $"All sections together must have at most {MaxAccessible} accessible seats.");
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < sections.Count; i++)
        {
            if (!names.Add(sections[i].Name))
            {
                yield return ($"sections[{i}].name", "Section names must be unique.");
            }

            foreach (var message in AccessibleErrors(sections[i]))
            {
                yield return ($"sections[{i}].accessible", message);
            }
        }
    }

    private static IEnumerable<string> AccessibleErrors(Section section)
    {
        var unknown = section.Accessible.FirstOrDefault(label => !section.Has(label));
        if (unknown is not null)
        {
            yield return $"'{unknown}' is not a seat of this section.";
        }

        if (section.Accessible.Distinct().Count() != section.Accessible.Length)
        {
            yield return "A seat is listed twice.";
        }
    }
}
