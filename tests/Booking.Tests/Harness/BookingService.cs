using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using TicketBooking.Booking.Sale;

namespace TicketBooking.Booking.Tests.Harness;

/// <summary>The service as it ships, on Kestrel with a free port.</summary>
internal sealed class BookingService : IAsyncDisposable
{
    private readonly WebApplicationFactory<SeatTaker> _factory;

    private BookingService(WebApplicationFactory<SeatTaker> factory) => _factory = factory;

    public int Port { get; private set; }

    public static BookingService Start(IReadOnlyDictionary<string, string> settings)
    {
        var factory = new WebApplicationFactory<SeatTaker>().WithWebHostBuilder(host =>
        {
            host.UseSetting("urls", "http://127.0.0.1:0");
            foreach (var (name, value) in settings)
            {
                host.UseSetting(name, value);
            }
        });
        factory.UseKestrel(0);
        factory.StartServer();
        using var client = factory.CreateClient();
        return new BookingService(factory) { Port = client.BaseAddress!.Port };
    }

    public T Part<T>()
        where T : notnull => _factory.Services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _factory.DisposeAsync();
}
