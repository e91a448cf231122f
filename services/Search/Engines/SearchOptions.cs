using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Search.Engines;

/// <summary>Settings under <c>Search</c>.</summary>
internal sealed class SearchOptions
{
    public const string Section = "Search";

    public const string Postgres = "postgres";

    public const string Elasticsearch = "elasticsearch";

    /// <summary>Which engine answers: <c>postgres</c> or <c>elasticsearch</c>.</summary>
    [AllowedValues(Postgres, Elasticsearch)]
    public string Engine { get; set; } = Postgres;

    /// <summary>How long a search may take before it is given up, 100 ms to 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);
}
