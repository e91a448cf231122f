using TicketBooking.Contracts.Money;

namespace TicketBooking.EventCore.Domain;

/// <summary>Prices belong to exactly the sections of the venue, and can be paid in their currency.</summary>
internal static class Pricing
{
    /// <summary>The largest price in any currency.</summary>
    public const long MaxPriceMinor = 9_999_999_900;

    /// <summary>All errors of the prices; none when each section has exactly one that its currency can express.</summary>
    public static IEnumerable<(string Field, string Message)> Errors(
        IReadOnlyList<Section> sections, IReadOnlyList<SectionPrice> prices, Currency currency) =>
        SectionErrors(sections, prices).Concat(AmountErrors(prices, currency));

    /// <summary>The prices that are not free and below the currency's minimum.</summary>
    public static (string Field, string Message)[] BelowMinimum(IReadOnlyList<SectionPrice> prices, Currency currency) =>
        [.. prices.Index()
            .Where(price => price.Item.PriceMinor > 0 && price.Item.PriceMinor < currency.MinimumMinor)
            .Select(price => (FieldOf(price.Index), $"A price in {currency.Code} is 0 or at least {currency.MinimumMinor} minor units."))];

    public static PricedSection[] Apply(IReadOnlyList<Section> sections, IReadOnlyList<SectionPrice> prices)
    {
        var bySection = prices.ToDictionary(price => price.Section, price => price.PriceMinor, StringComparer.Ordinal);
        return [.. sections.Select(s => new PricedSection(s.Name, s.Rows, s.SeatsPerRow, s.Accessible, bySection[s.Name]))];
    }

    private static IEnumerable<(string Field, string Message)> SectionErrors(
        IReadOnlyList<Section> sections, IReadOnlyList<SectionPrice> prices)
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

    private static IEnumerable<(string Field, string Message)> AmountErrors(IReadOnlyList<SectionPrice> prices, Currency currency)
    {
        for (var i = 0; i < prices.Count; i++)
        {
            if (prices[i].PriceMinor < 0)
            {
                yield return (FieldOf(i), "A price is 0 or more.");
            }
            else if (prices[i].PriceMinor > currency.MaximumMinor)
            {
                yield return (FieldOf(i), $"A price in {currency.Code} is at most {currency.MaximumMinor} minor units.");
            }
            else if (!currency.IsWhole(prices[i].PriceMinor))
            {
                yield return (FieldOf(i), $"A price in {currency.Code} is a multiple of {currency.StepMinor} minor units.");
            }
        }
    }

    private static string FieldOf(int index) => $"prices[{index}].priceMinor";
}
