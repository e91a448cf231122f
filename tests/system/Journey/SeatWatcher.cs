using System.Text.Json;

namespace TicketBooking.Journey;

/// <summary>A page that watches an event's seats: an EventSource and the map it keeps.</summary>
internal sealed class SeatWatcher : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly StreamReader _stream;
    private readonly Dictionary<string, string> _map = [];

    private SeatWatcher(Stream stream) => _stream = new StreamReader(stream);

    public static async Task<SeatWatcher> OpenAsync(LocalSystem system, string eventId) =>
        new(await system.Gateway.GetStreamAsync(new Uri($"/api/v1/seat/sse/events/{eventId}/seats", UriKind.Relative)));

    /// <summary>Reads on until the seat is so.</summary>
    /// <returns>When the page knew it.</returns>
    public async Task<DateTimeOffset> UntilSeatIsAsync(string seatNumber, string status)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (_map.GetValueOrDefault(seatNumber, "AVAILABLE") != status)
        {
            var line = await _stream.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException();
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                Apply(JsonElement.Parse(line["data:".Length..]));
            }
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
