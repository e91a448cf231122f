using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using TicketBooking.SystemHarness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Kill;

/// <summary>Buyers go on buying while one part after the other is killed and comes back. Then the books are compared, as an operator does.</summary>
[Collection(nameof(KillCollection))]
public sealed class SellWhilePartsDie(SystemFixture fixture, ITestOutputHelper output)
{
    private const int Buyers = 8;
    private const int SeatsOfABooking = 2;

    private static readonly string[] Ends = ["CONFIRMED", "REFUNDED", "EXPIRED", "RELEASED", "FAILED"];

    [Fact]
    public async Task A_sale_during_which_every_part_dies_ends_with_books_that_agree()
    {
        var organiser = await Organiser.RegisterAsync(fixture.System);
        // One buyer buys more than a person would: a multiple of this is the most that it may have.
        var eventId = await organiser.CreateEventAsync(
            await organiser.CreateVenueAsync(rows: 40, seatsPerRow: 100), new() { ["maxSeatsPerBooking"] = 100 });
        await organiser.UntilGeneratedAsync(eventId);
        var bookings = new ConcurrentBag<JsonElement>();
        using var sale = new CancellationTokenSource();
        var buyers = await Task.WhenAll(Enumerable.Range(0, Buyers).Select(_ => PayingBuyer.RegisterAsync(fixture.System)));
        var crowd = Task.WhenAll(buyers.Select(buyer => Task.Run(() => BuyAsync(buyer, eventId, bookings, sale.Token))));

        foreach (var part in Parts.All)
        {
            var (watch, before) = (Stopwatch.StartNew(), bookings.Count);
            await fixture.System.CommandAsync("kill", part);
            await fixture.System.RestartAsync(part);
            await Eventually.IsTrueAsync(() => bookings.Count > before || crowd.IsCompleted);
            Assert.False(crowd.IsCompleted, $"A buyer gave up: {crowd.Exception}");
            output.WriteLine($"{part,-14} sold on after {watch.Elapsed.TotalSeconds:0.0} s");
        }

        await sale.CancelAsync();
        await crowd;

        output.WriteLine($"{bookings.Count} bookings: {string.Join(", ", bookings.CountBy(Status).Select(end => $"{end.Value} {end.Key}"))}");
        var sold = bookings.Where(booking => Status(booking) == "CONFIRMED").SelectMany(SeatsOf).ToArray();
        Assert.NotEmpty(sold);
        Assert.Equal(sold.Length, sold.Distinct().Count());
        Assert.Contains("Nothing found", await fixture.System.CommandAsync("run", "booking", "reconcile", "--dry-run", "--settle-seconds", "20"), StringComparison.Ordinal);
        Assert.Contains(" 0 differences", await fixture.System.CommandAsync("run", "booking", "compare-seats", "--settle-seconds", "5"), StringComparison.Ordinal);
        Assert.Contains(" 0 differences", await fixture.System.CommandAsync("run", "search", "compare-index", "--settle-seconds", "5"), StringComparison.Ordinal);
    }

    /// <summary>One buyer, who asks again whatever happens, as people do. What has been begun is finished.</summary>
    private static async Task BuyAsync(PayingBuyer buyer, Guid eventId, ConcurrentBag<JsonElement> bookings, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            // An answer that never came may have made a hold, which ends by itself.
            var hold = (await InsistAsync(() => buyer.HoldBestAsync(eventId, SeatsOfABooking))).Id("holdId");
            var intent = (await InsistAsync(() => buyer.BookHoldAsync(hold))).Body.GetProperty("paymentIntent");
            await Eventually.IsTrueAsync(() => TryPayAsync(buyer, intent));
            bookings.Add(await Eventually.GetAsync(
                async () => (await buyer.GetAsync($"/booking/bookings/{hold}")).Success().Body, booking => Ends.Contains(Status(booking))));
        }
    }

    private static Task<Answer> InsistAsync(Func<Task<Answer>> ask) => Eventually.GetAsync(async () => (await ask()).Success(), _ => true);

    /// <summary>A refusal means that it was paid before, and the answer was lost.</summary>
    private static async Task<bool> TryPayAsync(PayingBuyer buyer, JsonElement intent)
    {
        try
        {
            await buyer.PayAsync(intent);
            return true;
        }
        catch (HttpRequestException exception)
        {
            return exception.StatusCode == HttpStatusCode.BadRequest;
        }
    }

    private static string Status(JsonElement booking) => booking.GetProperty("status").GetString()!;

    private static IEnumerable<string> SeatsOf(JsonElement booking) =>
        booking.GetProperty("seats").EnumerateArray().Select(seat => seat.GetProperty("seatNumber").GetString()!);
}
