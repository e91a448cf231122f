using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using TicketBooking.OnSale.Selling;

namespace TicketBooking.OnSale.Machine;

/// <summary>One page that watches an event: which seats are taken, and when it was told so. It comes back when its stream ends.</summary>
internal sealed class SeatFeed(HttpClient gateway, Hall hall) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _booked = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;

    public Task OpenAsync()
    {
        _reading = ReadAsync();
        return _open.Task;
    }

    public FreeSeats Free { get; } = new(hall.Seats);

    /// <returns>The <see cref="Stopwatch"/>'s time at which the seat was seen booked.</returns>
    public Task<long> UntilBookedAsync(string seat) => Booked(seat).Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private TaskCompletionSource<long> Booked(string seat) => _booked.GetOrAdd(seat, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task ReadAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ReadStreamAsync();
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or JsonException)
            {
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ReadStreamAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/seat/sse/events/{hall.EventId}/seats");
        request.Headers.Add("X-Forwarded-For", "10.255.255.1");
        using var answer = await gateway.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
        answer.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(_stop.Token));
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                Apply(JsonElement.Parse(line["data:".Length..]));
            }
        }
    }

    private void Apply(JsonElement data)
    {
        if (data.TryGetProperty("changes", out var changes))
        {
            foreach (var change in changes.EnumerateArray())
            {
                Set(change.GetProperty("seatNumber").GetString()!, change.GetProperty("status").GetString()!);
            }
        }
        else
        {
            Free.Clear();
            SetAll(data.GetProperty("held"), "HELD");
            SetAll(data.GetProperty("booked"), "BOOKED");
            _open.TrySetResult();
        }
    }

    private void SetAll(JsonElement seats, string status)
    {
        foreach (var seat in seats.EnumerateArray())
        {
            Set(seat.GetString()!, status);
        }
    }

    private void Set(string seat, string status)
    {
        Free.Set(seat, isTaken: status != "AVAILABLE");
        if (status == "BOOKED")
        {
            Booked(seat).TrySetResult(Stopwatch.GetTimestamp());
        }
    }
}
