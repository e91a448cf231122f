using System.Text.Json;
using TicketBooking.Testing;

namespace TicketBooking.SystemHarness;

/// <summary>A page that watches an event's seats: an EventSource and the map it keeps.</summary>
public sealed class SeatWatcher : IDisposable
{
    private readonly SseStream _stream;
    private readonly Dictionary<string, string> _map = [];

    private SeatWatcher(SseStream stream) => _stream = stream;

    public static async Task<SeatWatcher> OpenAsync(RunningSystem system, Guid eventId) => new(await SseStream.OpenAsync(system.Gateway, eventId));

    /// <summary>Reads on until the seat is so.</summary>
    /// <returns>When the page knew it.</returns>
    public async Task<DateTimeOffset> UntilSeatIsAsync(string seatNumber, string status)
    {
        while (_map.GetValueOrDefault(seatNumber, "AVAILABLE") != status)
        {
            Apply((await _stream.NextAsync()).Json);
        }

        return TimeProvider.System.GetUtcNow();
    }

    public void Dispose() => _stream.Dispose();

    private void Apply(JsonElement data)
    {
        if (data.TryGetProperty("changes", out var changes))
        {
            foreach (var change in changes.EnumerateArray())
            {
                _map[change.GetProperty("seatNumber").GetString()!] = change.GetProperty("status").GetString()!;
            }

            return;
        }

        _map.Clear();
        foreach (var (list, status) in new[] { ("held", "HELD"), ("booked", "BOOKED") })
        {
            foreach (var seat in data.GetProperty(list).EnumerateArray())
            {
                _map[seat.GetString()!] = status;
            }
        }
    }
}
