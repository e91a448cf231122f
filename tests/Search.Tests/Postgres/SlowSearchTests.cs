using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;
using static TicketBooking.Search.Tests.Catalogue;

namespace TicketBooking.Search.Tests.Postgres;

/// <summary>A search that takes too long is given up by the database itself, and the service says when to try again.</summary>
public sealed class SlowSearchTests : IAsyncLifetime
{
    private readonly TestSearch _search = new();

    public async ValueTask InitializeAsync() => await _search.StartAsync(settings: ("Search:Timeout", "00:00:00.2"));

    [Theory]
    [InlineData("events")]
    [InlineData("events?q=jazz")]
    [InlineData("suggest?q=jazz")]
    public async Task It_is_503_and_other_requests_go_on(string path)
    {
        await _search.AcceptAsync(Event("Jazz"));
        await using var connection = await _search.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var locking = connection.CreateCommand();
        locking.CommandText = "LOCK TABLE tbl_event, tbl_word IN ACCESS EXCLUSIVE MODE";
        await locking.ExecuteNonQueryAsync();

        using var answer = await _search.Client.GetAsync(new Uri($"/api/v1/search/{path}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("urn:ticket-booking:problem:service-busy", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString());
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        await _search.AcceptAsync(Available(Guid.CreateVersion7(), 1, 1));
        await transaction.RollbackAsync();
        Assert.Equal(HttpStatusCode.OK, (await _search.Client.GetAsync(new Uri($"/api/v1/search/{path}", UriKind.Relative))).StatusCode);
    }

    public ValueTask DisposeAsync() => _search.DisposeAsync();
}
