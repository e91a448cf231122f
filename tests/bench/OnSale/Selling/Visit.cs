using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Selling;

/// <summary>One buyer, from arrival to leaving.</summary>
internal sealed class Visit(Crowd crowd, Venue venue, Shopper buyer, Random chance)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly StringWithQualityHeaderValue Gzip = new("gzip");

    private readonly RunOptions _options = crowd.Options;
    private readonly Record _record = crowd.Record;
    private TimeSpan _due;

    /// <param name="due">When the buyer was to arrive.</param>
    public async Task RunAsync(TimeSpan due)
    {
        _due = due;
        using var leaving = new CancellationTokenSource();
        var watching = Task.CompletedTask;
        if (Chance(_options.Browse))
        {
            await ReadAsync("browsed", "/api/v1/search/events?q=on-sale&size=10");
            await ThinkAsync();
        }

        await ReadAsync("event read", $"/api/v1/event/{venue.Hall.EventId}");
        if (Chance(_options.Watch))
        {
            await ReadAsync("map read", $"/api/v1/seat/map/{venue.Hall.EventId}");
            watching = WatchAsync(leaving.Token);
        }

        if (await HoldAsync() is { } hold)
        {
            await (Chance(_options.Abandon) ? AbandonAsync(hold.Id) : BuyAsync(hold));
        }

        await leaving.CancelAsync();
        await watching;
    }

    private async Task<Hold?> HoldAsync()
    {
        var quantity = chance.Next(1, 5);
        for (var tries = 0; tries <= _options.Retries; tries++)
        {
            await ThinkAsync();
            var seats = Chance(_options.Pick) ? venue.Pick(chance, quantity) : null;
            var wish = seats is null ? venue.Hall.BestWish(quantity) : JsonSerializer.Serialize(new { eventId = venue.Hall.EventId, seats });
            var said = await PostAsync("/api/v1/booking/holds", wish, Record.Held);
            if (said is not { Words: "seats-unavailable" })
            {
                return said is { IsSuccess: true } ? Hold.Of(said.Body) : null;
            }

            // Fewer seats are easier to get.
            quantity = Math.Max(1, quantity - 1);
        }

        return null;
    }

    private async Task AbandonAsync(Guid hold)
    {
        if (Chance(0.5))
        {
            await ThinkAsync();
            await AskAsync(crowd.Gateway, () => buyer.Delete($"/api/v1/booking/holds/{hold}"), "released");
        }
    }

    private async Task BuyAsync(Hold hold)
    {
        await ThinkAsync();
        if (await PostAsync("/api/v1/booking/book_seat", JsonSerializer.Serialize(new { holdId = hold.Id }), "checked out") is not { IsSuccess: true } booked)
        {
            return;
        }

        var intent = booked.Body.GetProperty("paymentIntent");
        var (id, secret) = (intent.GetProperty("id").GetString()!, intent.GetProperty("clientSecret").GetString()!);
        if (Chance(_options.Decline))
        {
            await ThinkAsync();
            await AskAsync(crowd.Provider, () => Card.Declined.Pay(id, secret), "paid by a card to be declined", "declined");
            if (Chance(1 / 3.0))
            {
                await ThinkAsync();
                await PostAsync($"/api/v1/booking/bookings/{hold.Id}/cancel", "{}", "cancelled");
                return;
            }
        }

        await ThinkAsync();
        // A refusal means that it was paid before and the answer was lost, or that the booking is over, which is seen below.
        await AskAsync(crowd.Provider, () => Card.Visa.Pay(id, secret), "paid", "paid already");
        await UntilSoldAsync(hold);
    }

    /// <summary>The page shows the seat as booked; it asks now and then, as a stream may be away.</summary>
    private async Task UntilSoldAsync(Hold hold)
    {
        var paid = _due;
        var booked = venue.Feed.UntilBookedAsync(hold.Seat);
        while (_record.Now - paid < LongestWait)
        {
            if (await Task.WhenAny(booked, Task.Delay(LookEvery, CancellationToken.None)) == booked)
            {
                _record.Add(Record.Sold, paid);
                return;
            }

            if (await crowd.Asking.AskAsync(crowd.Gateway, () => buyer.Get($"/api/v1/booking/bookings/{hold.Id}")) is { IsSuccess: true } booking
                && booking.Body.GetProperty("status").GetString() is { } status and not ("HELD" or "PENDING_PAYMENT"))
            {
                _record.Add(status == "CONFIRMED" ? Record.Sold : $"ended: {status}", paid);
                return;
            }
        }

        _record.Add(Record.ErrorBegin + "paid and not confirmed", paid);
    }

    private async Task WatchAsync(CancellationToken leaving)
    {
        try
        {
            var due = _due;
            using var request = buyer.Get($"/api/v1/seat/sse/events/{venue.Hall.EventId}/seats");
            using var answer = await crowd.Gateway.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving);
            _record.Add(answer.IsSuccessStatusCode ? "watching" : answer.StatusCode == HttpStatusCode.TooManyRequests ? Record.Limited : $"{Record.ErrorBegin}stream {(int)answer.StatusCode}", due);
            await answer.Content.CopyToAsync(Stream.Null, leaving);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The buyer left, or the stream ended; the page would come back.
        }
    }

    /// <summary>As a browser reads, which takes what is compressed.</summary>
    private async Task ReadAsync(string outcome, string path) => await AskAsync(
        crowd.Gateway,
        () =>
        {
            var request = buyer.Get(path);
            request.Headers.AcceptEncoding.Add(Gzip);
            return request;
        },
        outcome);

    private Task<Said?> PostAsync(string path, string json, string outcome)
    {
        var key = Guid.CreateVersion7();
        return AskAsync(crowd.Gateway, () => buyer.Post(path, json, key), outcome);
    }

    private async Task<Said?> AskAsync(HttpClient way, Func<HttpRequestMessage> make, string success, string? refusal = null)
    {
        var said = await crowd.Asking.AskAsync(way, make);
        _record.Add(said switch { null => Record.ErrorBegin + "gave up", { IsSuccess: true } => success, _ => refusal ?? Record.RefusedBegin + said.Words }, _due);
        return said;
    }

    /// <summary>The next action is due after a while, and not when this program comes round to it.</summary>
    private async Task ThinkAsync()
    {
        _due = _record.Now + TimeSpan.FromSeconds(_options.ThinkSeconds * (0.5 + chance.NextDouble()));
        await _record.UntilAsync(_due, CancellationToken.None);
    }

    private bool Chance(double share) => chance.NextDouble() < share;

    private sealed record Hold(Guid Id, string Seat)
    {
        public static Hold Of(JsonElement hold) =>
            new(hold.GetProperty("holdId").GetGuid(), hold.GetProperty("seats")[0].GetProperty("seatNumber").GetString()!);
    }
}
