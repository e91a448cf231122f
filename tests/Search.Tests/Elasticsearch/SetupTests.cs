using TicketBooking.Search.Engines;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Search.Tests.Elasticsearch;

public sealed class SetupTests
{
    [Theory]
    [InlineData("Search:Elasticsearch:Replicas", "1", "Search:Elasticsearch:Uri is not set")]
    [InlineData("Search:Elasticsearch:Username", "elastic", "Search:Elasticsearch:Username and Search:Elasticsearch:Password go together")]
    public void Settings_that_cannot_work_end_the_start_with_what_is_missing(string name, string value, string message)
    {
        var refusal = Assert.ThrowsAny<Exception>(() => new KestrelHost<SearchOptions>(
            [
                ("ConnectionStrings:Database", "Host=127.0.0.1;Port=1"), ("APP_API_TOKEN", TestSearch.Token), ("DAPR_API_TOKEN", "asked for by none here"),
                ("Search:Engine", SearchOptions.Elasticsearch), (name, value),
            ]));

        Assert.Contains(message, $"{refusal}", StringComparison.Ordinal);
    }
}
