using System.Diagnostics;
using TicketBooking.Contracts;
using TicketBooking.Postgres;
using TicketBooking.Seats.Tests.Projection;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Generation;

/// <summary>The service in its own process, killed while an acknowledged event has no seats yet: it gets them, once.</summary>
public sealed class KilledProcessTests(ITestOutputHelper output) : IAsyncLifetime
{
    private TestPostgres _database = null!;

    public async ValueTask InitializeAsync() => _database = await SeatsDatabase.CreateAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Killed_before_the_generation_of_an_acknowledged_event()
    {
        var message = Sample.Event(Sample.Section("Stalls", 10, 20));
        await using (var gate = await EventGate.BeforeAsync(_database.DataSource, message.EventId))
        {
            await using var killed = await SeatsProcess.StartAsync(_database);
            await killed.AcknowledgeAsync(message);
            await gate.UntilReachedAsync();
            await killed.KillAsync();
        }

        Assert.Equal(0, await CountAsync("SELECT count(*) FROM tbl_event"));
        await using var next = await SeatsProcess.StartAsync(_database);
        await GeneratedOnceAsync(200);
    }

    [Fact]
    public async Task Killed_when_all_seats_are_written_and_not_committed()
    {
        var message = Sample.Event(Sample.Section("Stalls", 100, 200));
        await using (var gate = await EventGate.AfterCopyAsync(_database.DataSource))
        {
            await using var killed = await SeatsProcess.StartAsync(_database);
            await killed.AcknowledgeAsync(message);
            await gate.UntilReachedAsync();
            await killed.KillAsync();
            // What the dead process has written is undone when its last statement ends.
            await Eventually.EqualsAsync(0L, () => CountAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"));
        }

        Assert.Equal(0, await CountAsync("SELECT count(*) FROM tbl_seat"));
        await using var next = await SeatsProcess.StartAsync(_database);
        await next.AcknowledgeAsync(message);
        await GeneratedOnceAsync(20_000);
    }

    [Fact]
    public async Task Two_processes_generate_each_of_many_events_once()
    {
        await using var one = await SeatsProcess.StartAsync(_database);
        await using var two = await SeatsProcess.StartAsync(_database);
        EventMessage[] events = [.. Enumerable.Range(0, 30).Select(i => Sample.Event(Sample.Section("Stalls", 10, 10 + i)))];

        await Task.WhenAll(events.SelectMany(message => new[] { one.AcknowledgeAsync(message), two.AcknowledgeAsync(message) }));

        await GeneratedOnceAsync(events.Sum(message => 10 * message.Sections[0].SeatsPerRow), events.Length);
    }

    [Fact]
    public async Task Four_seats_are_ready_before_the_second_of_a_strangers_twelve_stadiums_and_another_owners_stadium_before_the_fourth()
    {
        await using var service = await SeatsProcess.StartAsync(_database);
        var stranger = Guid.CreateVersion7();
        EventMessage[] stadiums = [.. Enumerable.Range(0, 12).Select(_ => Sample.Event(Sample.Section("Arena", 1000, 200)) with { CreatedBy = stranger })];
        var other = Sample.Event(Sample.Section("Arena", 1000, 200));
        var small = Sample.Event(Sample.Section("Stalls", 2, 2));

        foreach (var stadium in stadiums)
        {
            await service.AcknowledgeAsync(stadium);
        }

        await service.AcknowledgeAsync(other);
        var asked = Stopwatch.StartNew();
        await service.AcknowledgeAsync(small);
        await Eventually.EqualsAsync(1L, () => CountAsync($"SELECT count(*) FROM tbl_event WHERE id = '{small.EventId}'"));
        output.WriteLine($"4 seats are ready after {asked.ElapsedMilliseconds} ms.");
        Assert.InRange(await CountAsync("SELECT count(*) FROM tbl_event WHERE seat_count = 200000"), 0, 1);

        await Eventually.EqualsAsync(1L, () => CountAsync($"SELECT count(*) FROM tbl_event WHERE id = '{other.EventId}'"));
        output.WriteLine($"200,000 seats of another owner are ready after {asked.ElapsedMilliseconds} ms.");
        Assert.InRange(await CountAsync("SELECT count(*) FROM tbl_event WHERE seat_count = 200000"), 1, 4);
    }

    private async Task GeneratedOnceAsync(long seats, long events = 1)
    {
        await Eventually.EqualsAsync(0L, () => CountAsync("SELECT count(*) FROM tbl_generation_job"));
        Assert.Equal(events, await CountAsync("SELECT count(*) FROM tbl_event"));
        Assert.Equal(seats, await CountAsync("SELECT count(*) FROM tbl_seat"));
        Assert.Equal(events, await CountAsync($"SELECT count(*) FROM tbl_seat_outbox WHERE type = '{MessageTypes.SeatsGenerated}'"));
    }

    private Task<long> CountAsync(string sql) => _database.DataSource.Command(sql).ScalarAsync<long>(CancellationToken.None);
}
