using TicketBooking.ChildProcesses;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.OutboxRelay;

/// <summary>The relay as its own process, killed.</summary>
public sealed class CrashTests : OutboxFixture
{
    private readonly List<GuardedProcess> _started = [];

    public override async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
        {
            await Kill(process);
            await process.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task Killed_between_publish_and_confirmation_it_publishes_again()
    {
        await CreateOutbox();
        var first = StartProcess();
        await Commit(("k", "1"));
        await Sidecar.Acknowledged.NextAsync();
        var never = new TaskCompletionSource<int>();
        Sidecar.Answer = message => message.Key == "free" ? Task.FromResult(204) : never.Task;
        await Commit(("k", "2"), ("l", "3"));
        // Before the next are there, so that they are not part of the same request.
        await Eventually.IsTrueAsync(() => Sidecar.Asked.Count(message => message.Type is "2" or "3") == 2);
        for (var number = 4; number < 50; number++)
        {
            await Commit(("free", $"{number}"));
            Assert.Equal($"{number}", (await Sidecar.Acknowledged.NextAsync()).Type);
        }

        await Kill(first);
        Sidecar.Answer = _ => Task.FromResult(204);
        StartProcess();

        var types = new HashSet<string>();
        while (!types.IsSupersetOf(["2", "3"]))
        {
            types.Add((await Sidecar.Acknowledged.NextAsync()).Type);
        }
    }

    [Fact]
    public async Task Killed_while_it_publishes_the_first_rows_it_begins_anew()
    {
        await CreateOutbox();
        await Commit(("k", "1"), ("l", "2"));
        var seen = new TaskCompletionSource();
        var never = new TaskCompletionSource<int>();
        Sidecar.Answer = message =>
        {
            seen.TrySetResult();
            return message.Type == "1" ? Task.FromResult(204) : never.Task;
        };
        var first = StartProcess();
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("1", (await Sidecar.Acknowledged.NextAsync()).Type);

        await Kill(first);
        await Commit(("m", "3"));
        Sidecar.Answer = _ => Task.FromResult(204);
        StartProcess();

        Assert.Equal(["1", "2", "3"], (await Sidecar.Acknowledged.NextAsync(3)).Select(each => each.Type).Order());
    }

    [Fact]
    public async Task Killed_again_and_again_under_load_it_loses_nothing()
    {
        await CreateOutbox();
        var relay = StartProcess();
        await Commit(("k", "first"));
        await Sidecar.Acknowledged.NextAsync();
        var missing = new HashSet<string>();
        for (var round = 0; round < 3; round++)
        {
            for (var number = 0; number < 100; number++)
            {
                await Commit(($"k{number % 7}", $"{round}-{number}"));
                missing.Add($"{round}-{number}");
            }

            await Kill(relay);
            relay = StartProcess();
        }

        while (missing.Count > 0)
        {
            missing.Remove((await Sidecar.Acknowledged.NextAsync()).Type);
        }
    }

    private GuardedProcess StartProcess()
    {
        _started.Add(GuardedProcess.Start(ServiceProcess.CommandOf("OutboxRelay", [], Settings()), static _ => { }));
        return _started[^1];
    }

    private static async Task Kill(GuardedProcess process)
    {
        await process.SignalAsync("KILL");
        await process.Exited;
    }
}
