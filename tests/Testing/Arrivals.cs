using System.Threading.Channels;

namespace TicketBooking.Testing;

/// <summary>What has arrived, in order, for a test that waits for the next.</summary>
public sealed class Arrivals<T>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly Channel<T> _arrived = Channel.CreateUnbounded<T>();

    public bool HasMore => _arrived.Reader.TryPeek(out _);

    public void Add(T arrival) => _arrived.Writer.TryWrite(arrival);

    public async Task<T> NextAsync()
    {
        using var deadline = new CancellationTokenSource(Longest);
        return await _arrived.Reader.ReadAsync(deadline.Token);
    }

    public async Task<List<T>> NextAsync(int count)
    {
        var all = new List<T>();
        while (all.Count < count)
        {
            all.Add(await NextAsync());
        }

        return all;
    }
}
