using Microsoft.Extensions.Time.Testing;
using TicketBooking.ChildProcesses;
using TicketBooking.Testing;
using Xunit;
using static TicketBooking.Contracts.SeatStatuses;

namespace TicketBooking.Gateway.Tests.Live;

/// <summary>What readers cost that ask for the stream of a large event, and do not read.</summary>
public sealed class UnreadStreamTests : IAsyncLifetime
{
    private const int SeatCount = 200_000;
    private const int Readers = 60;
    private const string Section = "Balcony of the old opera house, left side";
    private ScriptedSidecar _sidecar = null!;
    private SeatsDouble _seats = null!;

    public async ValueTask InitializeAsync()
    {
        _sidecar = await ScriptedSidecar.StartAsync();
        _seats = new SeatsDouble(_sidecar);
        _seats.Start();
        _seats.Change([.. Enumerable.Range(0, SeatCount).Select(n => ($"{Section}/AA{n}", n % 2 == 0 ? Held : Booked))]);
        _seats.History = 0;
    }

    [Fact]
    public async Task Sixty_readers_that_do_not_read_cost_a_bounded_few_KiB_each_and_others_hear_everything()
    {
        const long EachMay = 256 << 10;
        const long SomeSnapshots = 40L << 20;
        var port = Ports.Next();
        await using var gateway = GuardedProcess.Start(
            ServiceProcess.CommandOf("Gateway", [.. TestGateway.Settings(_sidecar.Port), ("APP_PORT", $"{port}")]), static _ => { });
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Eventually.SucceedsAsync(() => client.GetAsync(new Uri("/health/live", UriKind.Relative)));
        using var stream = await SseStream.OpenAsync(client, _seats.EventId);
        await stream.NextAsync();
        var before = ProcessMemory.ReadBytes(await gateway.Pid);

        // Each comes at another state.
        var unread = new List<UnreadAnswer>();
        for (var n = 1; n <= Readers; n++)
        {
            unread.Add(await UnreadAnswer.AskAsync(port, SseStream.PathOf(_seats.EventId)));
            await _seats.TellAsync(client, _seats.Change(($"{Section}/BB{n}", Held)));
            await stream.UntilSeqAsync(1 + n);
        }

        var growth = ProcessMemory.ReadBytes(await gateway.Pid) - before;
        Assert.True(growth < (Readers * EachMay) + SomeSnapshots, $"They cost {growth >> 20} MiB.");
        unread.ForEach(reader => reader.Dispose());
    }

    [Fact]
    public async Task A_reader_that_does_not_read_a_slice_in_time_is_disconnected_and_counted()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await LiveGateway.StartAsync(clock);
        gateway.Seats.Change([.. Enumerable.Range(0, SeatCount).Select(n => ($"{Section}/AA{n}", Held))]);
        gateway.Seats.History = 0;
        using var stream = await gateway.OpenAsync();
        await stream.NextAsync();
        using var unread = await UnreadAnswer.AskAsync(gateway.Port, SseStream.PathOf(gateway.Seats.EventId));

        var inKernel = 0L;
        await Eventually.IsTrueAsync(() =>
        {
            inKernel = Math.Max(inKernel, KernelBuffers.LongestSendQueue(gateway.Port));
            clock.Advance(TimeSpan.FromSeconds(1));
            return gateway.Counted("gateway.live.slow_readers") == 1;
        });

        await unread.ReadToEndAsync();
        Assert.InRange(inKernel, 1, 128 << 10);
        await Eventually.EqualsAsync(1L, () => Task.FromResult(gateway.Counted("gateway.live.listeners")));
    }

    public async ValueTask DisposeAsync() => await _sidecar.DisposeAsync();
}
