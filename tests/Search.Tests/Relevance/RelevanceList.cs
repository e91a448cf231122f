using System.Security.Cryptography;
using System.Text;
using TicketBooking.Contracts;
using TicketBooking.Search.Domain;
using TicketBooking.Testing;

namespace TicketBooking.Search.Tests.Relevance;

/// <summary>
/// Invented events, and queries with the events that each of them means. A grade says how well an event is what the query means, never what an
/// engine finds: 3 is exactly meant, 2 is right, 1 touches it (a mention), all others are 0. Three rules decide doubtful events:
/// a work under its name in another language is not meant, because the words of a query say in which language its searcher looks;
/// a query of a city's name alone means the events in that city, and events elsewhere with the name in the title or the venue are right;
/// a city beside other words is a demand, and events elsewhere are not meant.
/// </summary>
/// <param name="Events">By key.</param>
/// <param name="Queries">In the order of the file.</param>
internal sealed record RelevanceList(IReadOnlyDictionary<string, EventDocument> Events, IReadOnlyList<JudgedQuery> Queries)
{
    /// <summary>The queries run at this time: all events are yet to come.</summary>
    public static readonly DateTimeOffset Now = new(2035, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static RelevanceList Read() => new(
        RowsOf("events.tsv").ToDictionary(row => row[0], EventOf), [.. RowsOf("judgments.tsv").Select(QueryOf)]);

    public static Guid IdOf(string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes(key))[..16]);

    private static IEnumerable<string[]> RowsOf(string name) =>
        File.ReadLines(Repository.PathTo($"tests/Search.Tests/Relevance/{name}")).Skip(1).Select(line => line.Split('\t'));

    private static EventDocument EventOf(string[] row) => new(
        IdOf(row[0]),
        Version: 1,
        EventStatuses.Scheduled,
        Title: row[1],
        Description: row[2],
        Category: row[3],
        Language: row[4],
        VenueId: IdOf($"{row[5]}, {row[6]}"),
        Venue: row[5],
        City: row[6],
        StartsAt: DateTimeOffset.Parse(row[7]),
        EndsAt: null,
        Currency: row[8],
        MinPriceMinor: long.Parse(row[9]),
        MaxPriceMinor: long.Parse(row[10]));

    // Without filters and judgments a row ends earlier.
    private static JudgedQuery QueryOf(string[] row) => new(
        row[0], row[1], row.ElementAtOrDefault(2) ?? "", [.. JudgmentsOf(row.ElementAtOrDefault(3) ?? "")]);

    private static IEnumerable<Judgment> JudgmentsOf(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(':'))
            .Select(part => new Judgment(part[0], int.Parse(part[1])));
}

/// <param name="Kind">What makes it hard.</param>
/// <param name="Text">What is typed.</param>
/// <param name="Filters">What is chosen beside it, as in the address.</param>
/// <param name="Judgments">Every event that is not 0.</param>
internal sealed record JudgedQuery(string Kind, string Text, string Filters, IReadOnlyList<Judgment> Judgments)
{
    /// <summary>As the HTTP feature asks for it.</summary>
    public SearchQuery Search => new(SearchText.Of(Text), Filter, SearchSort.Relevance, NormalizedGain.Depth, 0, null);

    private SearchFilter Filter => Filters.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).Aggregate(
        new SearchFilter(EventStatuses.Scheduled, NotOverAt: RelevanceList.Now),
        (filter, part) => part[0] switch
        {
            "city" => filter with { City = part[1] },
            "category" => filter with { Category = part[1] },
            "from" => filter with { From = DateTimeOffset.Parse(part[1]) },
            "to" => filter with { To = DateTimeOffset.Parse(part[1]) },
            "currency" => filter with { Currency = part[1] },
            "minPrice" => filter with { MinPriceMinor = long.Parse(part[1]) },
            "maxPrice" => filter with { MaxPriceMinor = long.Parse(part[1]) },
            _ => throw new InvalidDataException(Filters),
        });

    public override string ToString() => Filters.Length == 0 ? $"{Kind}: {Text}" : $"{Kind}: {Text} ({Filters})";
}

/// <param name="Key">The event.</param>
/// <param name="Grade">3 is exactly meant, 2 is right, 1 touches it.</param>
internal sealed record Judgment(string Key, int Grade);
