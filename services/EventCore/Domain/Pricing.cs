namespace TicketBooking.EventCore.Domain;

/// <summary>Prices belong to exactly the sections of the venue.</summary>
internal static class Pricing
{
    /// <summary>The largest amount that the payment provider takes in one payment.</summary>
    public const long MaxPriceMinor = 99_999_999;

    /// <summary>All errors of the prices; none when each section has exactly one.</summary>
    public static IEnumerable<(string Field, string Message)> Errors(IReadOnlyList<Section> sections, IReadOnlyList<SectionPrice> prices)
    {
        var known = sections.Select(section => section.Name).ToHashSet(StringComparer.Ordinal);
        var priced = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < prices.Count; i++)
        {
            if (!known.Contains(prices[i].Section))
            {
                yield return ($"prices[{i}].section", "The venue has no such section.");
            }
            else if (!priced.Add(prices[i].Section))
            {
                yield return ($"prices[{i}].section", "The section already has a price.");
            }
        }

        var missing = sections.FirstOrDefault(section => !priced.Contains(section.Name));
        if (missing is not null)
        {
            yield return ("prices", $"Section '{missing.Name}' has no price.");
        }
    }

    public static PricedSection[] Apply(IReadOnlyList<Section> sections, IReadOnlyList<SectionPrice> prices)
    {
        var bySection = prices.ToDictionary(price => price.Section, price => price.PriceMinor, StringComparer.Ordinal);
        return [.. sections.Select(s => new PricedSection(s.Name, s.Rows, s.SeatsPerRow, s.Accessible, bySection[s.Name]))];
    }
}
