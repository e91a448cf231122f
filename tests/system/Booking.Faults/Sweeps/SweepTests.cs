using System.Globalization;
using System.Text.RegularExpressions;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.EventCancellation;
using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Booking.Payments;
using Xunit;

namespace TicketBooking.Booking.Faults.Sweeps;

/// <summary>A row that fails for ever holds up no other, and fills no log.</summary>
public sealed class SweepTests(SweepWorld world) : IClassFixture<SweepWorld>, IAsyncLifetime
{
    private const int Rows = 500;
    private const int Failing = 250;

    /// <summary>What daprd 1.18.3 answered for workflows whose store was emptied.</summary>
    private static readonly Status LostStore = new(
        StatusCode.Unknown, "failed to purge workflow state: failed to fetch workflow state: no such instance exists");

    public static TheoryData<string> Steps => [.. UnfinishedKind.All.Select(kind => kind.Step)];

    public async ValueTask InitializeAsync() => await world.ClearAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task When_the_oldest_half_fails_for_ever_the_other_half_is_done_within_two_sweeps(string name)
    {
        var kind = UnfinishedKind.All.Single(kind => kind.Step == name);
        var ids = await kind.InsertAsync(world, Rows, Failing);
        var log = new LogLines<PaymentSweeper>();
        var sweeper = world.NewSweeper(log, new FakeTimeProvider());
        var step = sweeper.Steps.Single(step => step.Name == name);

        await sweeper.SweepAsync(step, CancellationToken.None);
        await sweeper.SweepAsync(step, CancellationToken.None);

        var finished = await world.Database.RowsAsync($"SELECT id FROM tbl_payment_attempt WHERE {kind.Finished} ORDER BY id", row => row.GetGuid(0));
        Assert.Equal(ids.Skip(Failing).Order(), finished.Order());
        Assert.InRange(log.Warnings.Count, 1, 2);
        Assert.All(log.Warnings, line => Assert.DoesNotContain('\n', line));

        // What is asked about again after 5 s may come twice in one slow sweep.
        var failures = Regex.Match(log.Warnings[0], $"^Could not {name}: ([0-9]+) failures in this sweep").Groups[1].Value;
        Assert.InRange(int.Parse(failures, CultureInfo.InvariantCulture), Failing, 2 * Failing);
    }

    [Fact]
    public async Task A_sweep_that_takes_too_long_ends_and_the_next_goes_on_behind_it()
    {
        var ids = await UnfinishedKind.All.Single(kind => kind.Step == "end a payment").InsertAsync(world, Rows, failing: Rows);
        var clock = new FakeTimeProvider();
        var sweeper = world.NewSweeper(new(), clock);
        List<Guid> tried = [];
        var step = new SweepStep("try", UnfinishedPayments.Overdue, TimeSpan.Zero, (attempt, _) =>
        {
            tried.Add(attempt.Id);
            clock.Advance(PaymentSweeper.LongestSweep / (Rows / 2));
            throw new InvalidOperationException("for ever");
        });

        await sweeper.SweepAsync(step, CancellationToken.None);
        Assert.Equal(ids.Take(Rows / 2), tried);

        await sweeper.SweepAsync(step, CancellationToken.None);
        await sweeper.SweepAsync(step, CancellationToken.None);
        await sweeper.SweepAsync(step, CancellationToken.None);

        Assert.Equal([.. ids, .. ids.Take(Rows / 2)], tried);
    }

    [Theory]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.NotFound)]
    public async Task A_workflow_whose_store_was_emptied_counts_as_purged(StatusCode code)
    {
        var purge = UnfinishedKind.All.Single(kind => kind.Step == "purge a workflow");
        await purge.InsertAsync(world, 2, failing: 0);
        world.Workflows.Refusal = _ => new Status(code, LostStore.Detail);
        var log = new LogLines<PaymentSweeper>();
        var sweeper = world.NewSweeper(log, TimeProvider.System);

        await sweeper.SweepAsync(sweeper.Steps.Single(step => step.Name == purge.Step), CancellationToken.None);

        Assert.Equal(2, await world.Database.ScalarAsync<long>($"SELECT count(*) FROM tbl_payment_attempt WHERE {purge.Finished}"));
        Assert.Empty(log.Warnings);
    }

    [Fact]
    public async Task Event_cancellations_that_cannot_be_started_hold_up_no_other_and_are_one_line()
    {
        var ids = await InsertCancelledEventsAsync();
        var refused = ids.Take(Failing).Select(id => $"event-cancellation-{id}-1").ToHashSet();
        world.Workflows.Refusal = id => refused.Contains(id) ? new Status(StatusCode.Unavailable, "the store is away") : null;
        var log = new LogLines<EventCancellations>();

        await world.NewEventCancellations(log).StartAsync(eventId: null, CancellationToken.None);

        Assert.Equal(ids.Skip(Failing).Select(id => $"event-cancellation-{id}-1").Order(), world.Workflows.Started.Keys.Order());
        Assert.StartsWith($"{Failing} event cancellations could not be started", Assert.Single(log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_cancellation_that_ended_early_begins_again_although_its_store_was_emptied()
    {
        var id = (await InsertCancelledEventsAsync())[0];
        world.Workflows.Ended[$"event-cancellation-{id}-1"] = true;
        var purges = 0;
        world.Workflows.Refusal = instance => instance.Contains($"{id}", StringComparison.Ordinal) && purges++ == 0 ? LostStore : null;

        await world.NewEventCancellations(new()).StartAsync(id, CancellationToken.None);

        Assert.Contains($"event-cancellation-{id}-1", world.Workflows.Started);
    }

    private async Task<Guid[]> InsertCancelledEventsAsync()
    {
        Guid[] ids = [.. Enumerable.Range(0, Rows).Select(_ => Guid.CreateVersion7())];
        await world.Database.ExecuteAsync(
            """
            INSERT INTO tbl_event_rules (event_id, version, status, starts_at, currency, max_seats, hold_seconds)
            SELECT id, 1, 'CANCELLED', now(), 'EUR', 8, 600 FROM unnest($1::uuid[]) AS r (id)
            """,
            ids);
        await world.Database.ExecuteAsync(
            """
            INSERT INTO tbl_event_cancellation (event_id, version, begun_at)
            SELECT id, 1, now() - interval '1 day' + n * interval '1 second' FROM unnest($1::uuid[]) WITH ORDINALITY AS r (id, n)
            """,
            ids);
        return ids;
    }
}
