using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TicketBooking.EventCore.Tests;

/// <summary>Booking as event-core sees it: at the sidecar's invocation address, over HTTP.</summary>
internal sealed class FakeBooking : IAsyncDisposable
{
    private WebApplication _app = null!;

    /// <summary>Answers to the question whether an event's sale is closed now; by default it is.</summary>
    public Func<Guid, Task<int>> Close { get; set; } = _ => Task.FromResult(StatusCodes.Status204NoContent);

    public string Address => _app.Urls.Single();

    public static async Task<FakeBooking> StartAsync()
    {
        var booking = new FakeBooking();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        booking._app = builder.Build();
        booking._app.MapPost(
            "/v1.0/invoke/booking/method/internal/events/{id:guid}/close", async (Guid id) => Results.StatusCode(await booking.Close(id)));
        await booking._app.StartAsync();
        return booking;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
