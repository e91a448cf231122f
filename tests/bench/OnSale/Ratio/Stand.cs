using System.Text.Json;
using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Ratio;

/// <summary>An event and buyers of one line of the table, who take turns so that no shipped limit is met.</summary>
internal sealed class Stand : IDisposable
{
    private const int HoldSeconds = 3600;

    private readonly Shopper[] _buyers;

    private Stand(LaunchedSystem system, Shopper[] buyers, Hall hall)
    {
        (_buyers, Hall) = (buyers, hall);
        (Gateway, Booking, Provider) = (Connections.ToGateway(system), Connections.ToBooking(system), Connections.ToProvider(system));
    }

    public Hall Hall { get; }

    public HttpClient Gateway { get; }

    /// <summary>Booking without gateway and sidecar.</summary>
    public HttpClient Booking { get; }

    public HttpClient Provider { get; }

    public static async Task<Stand> OpenAsync(LaunchedSystem system, int buyers, int seats, CancellationToken cancellationToken)
    {
        Shopper[] shoppers = [.. (await system.MintAsync(buyers + 1)).Select((token, n) => new Shopper(token, n))];
        using var gateway = Connections.ToGateway(system);
        return new(system, shoppers[1..], await Hall.OpenAsync(gateway, shoppers[0], seats, HoldSeconds, cancellationToken));
    }

    /// <summary>The buyer of this turn.</summary>
    public Shopper Buyer(int turn) => _buyers[turn % _buyers.Length];

    /// <summary>Asks for a hold.</summary>
    /// <returns>Null when it was made, else the answer.</returns>
    public async Task<string?> HoldAsync(HttpClient way, int turn, string wish)
    {
        using var request = Buyer(turn).Post("/api/v1/booking/holds", wish);
        using var answer = await way.SendAsync(request);
        return answer.IsSuccessStatusCode ? null : await Words.OfAsync(answer);
    }

    /// <returns>Null when it was refused because the seat is taken.</returns>
    public async Task<string?> RefusedAsync(HttpClient way, int turn, string wish) =>
        await HoldAsync(way, turn, wish) is { } answer ? answer == "409 seats-unavailable" ? null : answer : "201";

    /// <summary>Books a seat and pays for it as a browser does.</summary>
    /// <returns>The booking and when it was paid, or what went wrong.</returns>
    public async Task<(Guid Booking, DateTime Paid, string? Other)> PayAsync(int turn)
    {
        using var request = Buyer(turn).Post(
            "/api/v1/booking/book_seat", JsonSerializer.Serialize(new { eventId = Hall.EventId, seatNumber = Hall.Seat(turn) }));
        using var answer = await Gateway.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
        {
            return (default, default, await Words.OfAsync(answer));
        }

        var booking = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        var intent = booking.GetProperty("paymentIntent");
        using var payment = Card.Visa.Pay(intent.GetProperty("id").GetString()!, intent.GetProperty("clientSecret").GetString()!);
        using var paid = await Provider.SendAsync(payment);
        return (booking.GetProperty("bookingId").GetGuid(), TimeProvider.System.GetUtcNow().UtcDateTime, paid.IsSuccessStatusCode ? null : $"provider {(int)paid.StatusCode}");
    }

    public void Dispose()
    {
        Gateway.Dispose();
        Booking.Dispose();
        Provider.Dispose();
    }
}
