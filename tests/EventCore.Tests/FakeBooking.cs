using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing;

namespace TicketBooking.EventCore.Tests;

/// <summary>Booking as event-core sees it: at the sidecar's invocation address, over HTTP.</summary>
internal sealed class FakeBooking : IAsyncDisposable
{
    private LocalServer _server = null!;

    /// <summary>Answers to the question whether an event's sale is closed now; by default it is.</summary>
    public Func<Guid, Task<int>> Close { get; set; } = _ => Task.FromResult(StatusCodes.Status204NoContent);

    public string Address => _server.Url;

    public static async Task<FakeBooking> StartAsync()
    {
        var booking = new FakeBooking();
        booking._server = await LocalServer.StartAsync(app => app.MapPost(
            "/v1.0/invoke/booking/method/internal/events/{id:guid}/close", async (Guid id) => Results.StatusCode(await booking.Close(id))));
        return booking;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
