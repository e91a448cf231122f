using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Seats.Data;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

/// <summary>A seat shows the price that its next buyer pays.</summary>
public sealed class PriceChangeTests(TestSeats seats, ITestOutputHelper output) : IClassFixture<TestSeats>
{
    private readonly EventMessage _event = Sample.Event(Sample.Section("Stalls", 2, 2, 4500), Sample.Section("Balcony", 1, 2, 2500));

    [Fact]
    public async Task The_map_the_lists_and_a_seat_show_the_new_prices()
    {
        await seats.AcceptAsync(_event);
        await seats.AcceptAsync(Sample.Booking(_event.EventId, Change(2, SeatStatuses.Booked)));

        await seats.AcceptAsync(Priced(2, 9900, 0));

        long[] expected = [9900, 9900, 9900, 9900, 0, 0];
        Assert.Equal(expected, await MapPricesAsync());
        Assert.Equal(expected, (await seats.AllAsync("seats", _event.EventId)).Select(PriceOf));
        Assert.Equal([9900, 9900, 9900, 0, 0], (await seats.AllAsync("availableSeats", _event.EventId)).Select(PriceOf));
        Assert.Equal(9900, PriceOf(await seats.GetAsync($"/api/v1/seat/{SeatOf(1)}")));
    }

    /// <summary>The third version takes the price of the first back, so the second must not win when it comes last.</summary>
    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(1, 3, 2)]
    [InlineData(2, 1, 3)]
    [InlineData(2, 3, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(3, 2, 1)]
    public async Task Older_and_repeated_messages_change_no_price(params int[] order)
    {
        foreach (var version in order.Concat(order.Reverse()).Append(order[0]))
        {
            await seats.AcceptAsync(Priced(version, version == 2 ? 9900 : 4500, 2500 + (version / 3)));
        }

        Assert.Equal([4500, 4500, 4500, 4500, 2501, 2501], await MapPricesAsync());
    }

    [Fact]
    public async Task Versions_at_the_same_time_end_with_the_prices_of_the_highest()
    {
        for (var round = 0; round < 10; round++)
        {
            var first = _event with { EventId = Guid.CreateVersion7() };
            await Task.WhenAll(Enumerable.Range(1, 8).Select(version => seats.AcceptAsync(first with
            {
                Version = version,
                Sections = [.. first.Sections.Select(section => section with { PriceMinor = 1000 * version })],
            })));

            var all = await seats.AllAsync("seats", first.EventId);
            Assert.All(all, seat => Assert.Equal(8000, PriceOf(seat)));
        }
    }

    [Fact]
    public async Task A_price_change_that_is_interrupted_has_changed_nothing_and_its_retry_all()
    {
        await seats.AcceptAsync(_event);
        await using var connection = await seats.Database.OpenConnectionAsync();
        await using var obstacle = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand($"SELECT 1 FROM tbl_section_price WHERE event_id = '{_event.EventId}' AND section = 'Balcony' FOR UPDATE", connection);
        await hold.ExecuteNonQueryAsync();

        // Prices of the first section are written when it meets the lock of the second, and its connection ends.
        using var impatience = new CancellationTokenSource();
        var change = SectionPrices.ApplyAsync(seats.Database, Priced(2, 9900, 9900), impatience.Token);
        await Eventually.EqualsAsync(1L, () => seats.CountAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'WITH newer%' AND datname = current_database()"));
        await seats.CountAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'WITH newer%'");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => change);
        var between = await MapPricesAsync();
        await obstacle.CommitAsync();
        await seats.AcceptAsync(Priced(2, 9900, 9900));

        Assert.Equal([4500, 4500, 4500, 4500, 2500, 2500], between);
        Assert.All(await MapPricesAsync(), price => Assert.Equal(9900, price));
    }

    [Fact]
    public async Task The_maps_tag_changes_with_the_prices_and_the_seq_of_the_feed_does_not()
    {
        await seats.AcceptAsync(_event);
        using var before = await AskAsync();
        await seats.AcceptAsync(_event with { Version = 2, Title = "Moved" });
        using var retitled = await AskAsync();
        await seats.AcceptAsync(Priced(3, 9900, 9900));
        using var repriced = await AskAsync(retitled.Headers.ETag);
        await seats.AcceptAsync(Priced(4, 9900, 9900));
        using var same = await AskAsync(repriced.Headers.ETag);
        await seats.AcceptAsync(Sample.Booking(_event.EventId, Change(1, SeatStatuses.Held)));
        using var held = await AskAsync(repriced.Headers.ETag);

        Assert.Equal(["W/\"0-0\"", "W/\"0-0\""], [before.Headers.ETag!.ToString(), retitled.Headers.ETag!.ToString()]);
        Assert.Equal((HttpStatusCode.OK, "W/\"0-3\""), (repriced.StatusCode, repriced.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal((HttpStatusCode.OK, "W/\"1-3\""), (held.StatusCode, held.Headers.ETag!.ToString()));
    }

    /// <summary>As an instance of the version before left it, or makes it beside this one.</summary>
    [Fact]
    public async Task An_event_without_a_version_takes_the_next_prices()
    {
        await seats.AcceptAsync(_event with { Version = 2 });
        await seats.SqlAsync($"UPDATE tbl_event SET version = 0 WHERE id = '{_event.EventId}'; DELETE FROM tbl_section_price WHERE event_id = '{_event.EventId}'");
        var before = await MapPricesAsync();
        var listed = (await seats.AllAsync("seats", _event.EventId)).Select(PriceOf);

        await seats.AcceptAsync(Priced(3, 9900, 100));

        long[] generated = [4500, 4500, 4500, 4500, 2500, 2500];
        Assert.All([before, listed], prices => Assert.Equal(generated, prices));
        Assert.Equal([9900, 9900, 9900, 9900, 100, 100], await MapPricesAsync());
    }

    [Fact]
    public async Task Prices_of_a_deleted_event_go_with_it_and_later_ones_have_no_effect()
    {
        await seats.AcceptAsync(_event);
        await seats.AcceptAsync(Priced(2, 9900, 100));
        await seats.AcceptAsync(_event with { Version = 3, Status = EventStatuses.Deleted });
        await seats.AcceptAsync(Priced(4, 100, 100));

        Assert.Equal(0, await seats.CountAsync($"SELECT count(*) FROM tbl_section_price WHERE event_id = '{_event.EventId}'"));
    }

    /// <summary>The time is printed, not asserted: a change writes a row for each section, however many seats there are.</summary>
    [Fact]
    public async Task A_stadium_of_200_000_seats_is_repriced_without_a_new_row_for_any_seat()
    {
        var message = Sample.Event([.. Enumerable.Range(1, 500).Select(i => Sample.Section("Block " + i, 20, 20))]);
        await seats.AcceptAsync(message);
        await Eventually.EqualsAsync(200_000L, () => seats.CountAsync($"SELECT count(*) FROM tbl_seat WHERE event_id = '{message.EventId}'"));
        var rows = $"SELECT count(*) FROM tbl_seat WHERE event_id = '{message.EventId}' AND xmin = (SELECT min(xmin::text::bigint)::text::xid FROM tbl_seat WHERE event_id = '{message.EventId}')";
        var stopwatch = Stopwatch.StartNew();

        await seats.AcceptAsync(message with { Version = 2, Sections = [.. message.Sections.Select(section => section with { PriceMinor = 9900 })] });
        var stored = stopwatch.Elapsed;
        var map = await seats.GetAsync($"/api/v1/seat/map/{message.EventId}");

        output.WriteLine($"Repriced 200,000 seats in {stored.TotalMilliseconds:F0} ms; the new map came after {stopwatch.Elapsed.TotalMilliseconds:F0} ms.");
        Assert.Equal(200_000, map.GetRawText().Split("\"priceMinor\":9900,").Length - 1);
        Assert.Equal(200_000, await seats.CountAsync(rows));
    }

    private static long PriceOf(JsonElement seat) => seat.GetProperty("priceMinor").GetInt64();

    private EventMessage Priced(long version, long stalls, long balcony) => _event with
    {
        Version = version,
        Sections = [_event.Sections[0] with { PriceMinor = stalls }, _event.Sections[1] with { PriceMinor = balcony }],
    };

    private Guid SeatOf(int number) => SeatId.Of(_event.EventId, "Stalls", "A", number);

    private SeatChange Change(int number, string status) => new(SeatOf(number), $"Stalls/A{number}", status, 1);

    private async Task<IEnumerable<long>> MapPricesAsync() =>
        from section in (await seats.GetAsync($"/api/v1/seat/map/{_event.EventId}")).GetProperty("sections").EnumerateArray()
        from row in section.GetProperty("rows").EnumerateArray()
        from seat in row.GetProperty("seats").EnumerateArray()
        select PriceOf(seat);

    private async Task<HttpResponseMessage> AskAsync(EntityTagHeaderValue? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/seat/map/{_event.EventId}");
        if (known is not null)
        {
            request.Headers.IfNoneMatch.Add(known);
        }

        return await seats.Client.SendAsync(request);
    }
}
