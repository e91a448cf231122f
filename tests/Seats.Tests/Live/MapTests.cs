using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Platform;
using TicketBooking.Postgres;
using TicketBooking.Seats.Features.Map;
using TicketBooking.Seats.Tests.Projection;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Live;

public sealed class MapTests(TestSeats seats) : IClassFixture<TestSeats>
{
    [Fact]
    public async Task The_map_shows_every_seat_in_the_venues_order_as_the_contract_says()
    {
        var message = Sample.Event(Sample.Section("Stalls", 2, 2, 4500, "B1"), Sample.Section("Bal \"c\"", 1, 1, 2500));
        await seats.AcceptAsync(message);
        await seats.AcceptAsync(Sample.Booking(message.EventId, Change(message, "Stalls", "A", 2, SeatStatuses.Held)));

        var map = await seats.GetAsync("/api/v1/seat/map/" + message.EventId);

        Assert.Equal(
            $$"""{"eventId":"{{message.EventId}}","seq":1,"seatCount":5,"currency":"EUR","sections":[{"name":"Stalls","rows":[{"row":"A","seats":[{{Seat("Stalls", "A", 1, "AVAILABLE")}},{{Seat("Stalls", "A", 2, "HELD")}}]},{"row":"B","seats":[{{Seat("Stalls", "B", 1, "AVAILABLE", accessible: true)}},{{Seat("Stalls", "B", 2, "AVAILABLE")}}]}]},{"name":"Bal \u0022c\u0022","rows":[{"row":"A","seats":[{{Seat("Bal \"c\"", "A", 1, "AVAILABLE", 2500)}}]}]}]}""",
            map.GetRawText());

        string Seat(string section, string row, int number, string status, long price = 4500, bool accessible = false) =>
            $$"""{"id":"{{SeatId.Of(message.EventId, section, row, number)}}","seatNumber":{{JsonSerializer.Serialize($"{section}/{row}{number}")}},"priceMinor":{{price}},"accessible":{{(accessible ? "true" : "false")}},"status":"{{status}}"}""";
    }

    [Fact]
    public async Task A_map_is_read_with_one_connection()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2));
        await using var database = await SeatsDatabase.CreateAsync();
        await SeatsDatabase.FillAsync(database.DataSource, message);
        await using var narrow = NpgsqlDataSource.Create($"{database.ConnectionString};Maximum Pool Size=1;Timeout=3;Application Name=narrow");
        using var maps = new SeatMaps(narrow, TimeProvider.System);

        var map = await maps.FindAsync(message.EventId, CancellationToken.None);

        Assert.Equal(0, map?.Version.Seq);
    }

    [Fact]
    public async Task A_client_with_the_map_of_this_seq_gets_304_and_any_other_the_map()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2));
        await seats.AcceptAsync(message);
        using var first = await AskAsync(message.EventId);
        var tag = first.Headers.ETag!;

        using var again = await AskAsync(message.EventId, request => request.Headers.IfNoneMatch.Add(tag));
        await seats.AcceptAsync(Sample.Booking(message.EventId, Change(message, "Stalls", "A", 1, SeatStatuses.Booked)));
        using var later = await AskAsync(message.EventId, request => request.Headers.IfNoneMatch.Add(tag));

        Assert.Equal((HttpStatusCode.NotModified, tag), (again.StatusCode, again.Headers.ETag));
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        Assert.All([first, again, later], answer =>
        {
            Assert.Equal(PublicCache.CacheControl, answer.Headers.NonValidated["Cache-Control"].ToString());
            Assert.Equal("Accept-Encoding", Assert.Single(answer.Headers.Vary));
        });
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
        Assert.Equal("W/\"1-0\"", later.Headers.ETag!.ToString());
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("identity", null)]
    public async Task The_map_is_compressed_as_the_client_takes_it(string accepts, string? coding)
    {
        var message = Sample.Event(Sample.Section("Stalls", 10, 10));
        await seats.AcceptAsync(message);

        using var answer = await AskAsync(message.EventId, request => request.Headers.Add("Accept-Encoding", accepts));

        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("Accept-Encoding", Assert.Single(answer.Headers.Vary));
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using var plain = coding switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body };
        var map = await JsonSerializer.DeserializeAsync<JsonElement>(plain);
        Assert.Equal((await seats.GetAsync("/api/v1/seat/map/" + message.EventId)).GetRawText(), map.GetRawText());
        Assert.Equal(100, map.GetProperty("sections")[0].GetProperty("rows").EnumerateArray().Sum(row => row.GetProperty("seats").GetArrayLength()));
    }

    [Fact]
    public async Task Seats_and_seq_of_a_map_belong_together_while_seats_change()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 40));
        await seats.AcceptAsync(message);

        // Batch n makes seat n HELD, so the map at seq n must show exactly n seats.
        var selling = Task.Run(async () =>
        {
            for (var number = 1; number <= 40; number++)
            {
                await seats.AcceptAsync(Sample.Booking(message.EventId, Change(message, "Stalls", "A", number, SeatStatuses.Held)));
            }
        });
        var seqs = new HashSet<long>();
        while (!seqs.Contains(40))
        {
            var map = await seats.GetAsync("/api/v1/seat/map/" + message.EventId);
            var seq = map.GetProperty("seq").GetInt64();
            Assert.Equal(seq, map.GetRawText().Split("HELD").Length - 1);
            seqs.Add(seq);
        }

        await selling;
    }

    [Fact]
    public async Task Requests_at_the_same_time_share_one_reading_of_the_seats()
    {
        var message = Sample.Event(Sample.Section("Stalls", 100, 100));
        await seats.AcceptAsync(message);
        using var maps = new SeatMaps(seats.Database, TimeProvider.System);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => maps.FindAsync(message.EventId, CancellationToken.None)));

        Assert.Single(answers.Distinct());
        Assert.NotNull(answers[0]);
        Assert.Same(answers[0], await maps.FindAsync(message.EventId, CancellationToken.None));
    }

    [Fact]
    public async Task A_client_that_leaves_does_not_end_the_making_that_others_wait_for()
    {
        var message = Sample.Event(Sample.Section("Stalls", 1, 2));
        await seats.AcceptAsync(message);
        using var maps = new SeatMaps(seats.Database, TimeProvider.System);
        await using var connection = await seats.Database.OpenConnectionAsync();
        await using var holdUp = await connection.BeginTransactionAsync();
        await holdUp.Command("LOCK TABLE tbl_seat IN ACCESS EXCLUSIVE MODE").ExecuteNonQueryAsync();
        using var leaving = new CancellationTokenSource();
        var first = maps.FindAsync(message.EventId, leaving.Token);
        var second = maps.FindAsync(message.EventId, CancellationToken.None);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await holdUp.RollbackAsync();

        Assert.Equal(0, (await second)?.Version.Seq);
    }

    [Fact]
    public async Task The_map_of_an_unknown_event_is_a_404_problem()
    {
        var problem = await seats.GetAsync("/api/v1/seat/map/0199d3c4-5b1e-7c3a-9f00-000000000009", HttpStatusCode.NotFound);

        Assert.Equal("urn:ticket-booking:problem:event-not-found", problem.GetProperty("type").GetString());
    }

    private static SeatChange Change(EventMessage message, string section, string row, int number, string status, long version = 1) => new(
        SeatId.Of(message.EventId, section, row, number), $"{(message.Sections.Length == 1 ? "" : section + "/")}{row}{number}", status, version);

    private async Task<HttpResponseMessage> AskAsync(Guid eventId, Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/seat/map/" + eventId);
        with?.Invoke(request);
        return await seats.Client.SendAsync(request);
    }
}
