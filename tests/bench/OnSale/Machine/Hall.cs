using System.Globalization;
using System.Text.Json;

namespace TicketBooking.OnSale.Machine;

/// <summary>An event made through the public API, with one section of rows of a hundred seats.</summary>
internal sealed record Hall(Guid EventId, int Seats)
{
    private const int RowLength = 100;

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <returns>The event, whose seats can be held.</returns>
    public static async Task<Hall> OpenAsync(HttpClient gateway, Shopper organiser, int seats, int holdSeconds, CancellationToken cancellationToken)
    {
        var rows = (seats + RowLength - 1) / RowLength;
        var venue = await SendAsync(gateway, organiser.Post("/api/v1/venue/create", JsonSerializer.Serialize(new
        {
            name = "Arena", address = "1 Main St", city = "Utrecht", sections = new[] { new { name = "Stalls", rows, seatsPerRow = RowLength } },
        })), cancellationToken);
        var @event = await SendAsync(gateway, organiser.Post("/api/v1/event/create", JsonSerializer.Serialize(new
        {
            title = "On-sale", venueId = venue.GetProperty("id").GetString(), startsAt = "2035-06-01T19:00:00Z", currency = "EUR",
            prices = new[] { new { section = "Stalls", priceMinor = 4500 } }, holdSeconds,
        })), cancellationToken);
        var hall = new Hall(@event.GetProperty("id").GetGuid(), rows * RowLength);
        await hall.UntilOnSaleAsync(gateway, organiser, cancellationToken);
        return hall;
    }

    /// <summary>The number of the n-th seat.</summary>
    public static string Seat(int n) => SeatNumbers.Of(n, RowLength);

    /// <summary>A hold of this seat.</summary>
    public string Wish(int n) => string.Create(CultureInfo.InvariantCulture, $$"""{"eventId":"{{EventId}}","seats":["{{Seat(n)}}"]}""");

    /// <summary>A hold of so many of the best seats that are free.</summary>
    public string BestWish(int quantity) => string.Create(CultureInfo.InvariantCulture, $$"""{"eventId":"{{EventId}}","quantity":{{quantity}}}""");

    private async Task UntilOnSaleAsync(HttpClient gateway, Shopper organiser, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Longest);
        while (!(await SendAsync(gateway, organiser.Get($"/api/v1/event/generated/{EventId}"), deadline.Token)).GetProperty("generated").GetBoolean())
        {
            await Task.Delay(Often, deadline.Token);
        }
    }

    private static async Task<JsonElement> SendAsync(HttpClient http, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var sent = request;
        using var answer = await http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text)
            : throw new HttpRequestException($"{request.RequestUri}: {(int)answer.StatusCode} {text}", null, answer.StatusCode);
    }
}
