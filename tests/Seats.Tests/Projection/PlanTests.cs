using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Postgres;
using TicketBooking.Seats.Data;
using TicketBooking.Seats.Features.Map;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Projection;

/// <summary>What each statement of the service costs on an event of 200,000 seats that the planner has no statistics of.</summary>
public sealed class PlanTests : IAsyncLifetime
{
    private const int Rows = 1000;
    private const int SeatsPerRow = 200;

    private readonly PlanRecorder _plans = new();
    private readonly EventMessage _event = Sample.Event([.. Enumerable.Range(1, 4).Select(n => Sample.Section("Block " + n, Rows / 4, SeatsPerRow))]);
    private TestPostgres _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await SeatsDatabase.CreateAsync();
        await RunAsync("ALTER TABLE tbl_seat SET (autovacuum_enabled = off)");
        await RunAsync("ALTER TABLE tbl_seat_change SET (autovacuum_enabled = off)");
        await SeatsDatabase.FillAsync(_database.DataSource, _event);
        await RunAsync("DELETE FROM tbl_unanalysed_event");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_statement_looks_up_what_it_is_asked_for_and_not_the_event(bool genericPlans)
    {
        await using var service = new KestrelHost<SeatMaps>(
            [
                ("ConnectionStrings:Database", PlanRecorder.Explained(_database.ConnectionString, genericPlans)),
                ("APP_API_TOKEN", TestSeats.Token), ("DAPR_API_TOKEN", "asked for by none here"), ("Logging:LogLevel:Default", "None"), PlanRecorder.Setting,
            ],
            _plans.AddTo);
        using var client = service.NewClient();
        client.DefaultRequestHeaders.Add("dapr-api-token", TestSeats.Token);
        await using var recorded = _plans.Open(_database.ConnectionString, genericPlans);
        _plans.TakeAll();

        await SeatProjection.ApplyAsync(recorded, [Message(1, 1, 2)], CancellationToken.None);
        Expect(4, "UPDATE tbl_seat");
        await SeatProjection.ApplyAsync(recorded, [.. Enumerable.Range(1, 100).Select(row => Message(row, 10, 11, 12, 13))], CancellationToken.None);
        Expect(800, "UPDATE tbl_seat");
        await GetAsync(client, $"/internal/live/{_event.EventId}");
        Expect(810, "status <> 'AVAILABLE'", "FROM tbl_seat_change");
        await GetAsync(client, $"/internal/live/{_event.EventId}?after=1");
        Expect(410, "FROM tbl_seat_change");
        await GetAsync(client, $"/api/v1/seat/availableSeats?eventId={_event.EventId}&page=3&size=20");
        Expect(90, "status = 'AVAILABLE'", "sum(available)");
        await GetAsync(client, $"/api/v1/seat/seats?eventId={_event.EventId}&page=900&size=200");
        Expect(210, "s.position >= ");
        await GetAsync(client, $"/api/v1/seat/{SeatOf(1, 1)}");
        Expect(1, "s.id = ");
        await GetAsync(client, $"/api/v1/seat/map/{_event.EventId}");
        // An index also has what the seats were before.
        Expect((Rows * SeatsPerRow) + 1000, "ORDER BY position");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Telling_of_an_event_costs_the_same_however_many_events_are_idle(bool genericPlans)
    {
        await RunAsync("INSERT INTO tbl_event (id, currency, seat_count) SELECT gen_random_uuid(), 'EUR', 1 FROM generate_series(1, 20000)");
        await RunAsync("INSERT INTO tbl_availability (event_id) SELECT id FROM tbl_event ON CONFLICT DO NOTHING");
        await SeatProjection.ApplyAsync(_database.DataSource, [Message(1, 1)], CancellationToken.None);
        await using var recorded = _plans.Open(_database.ConnectionString, genericPlans);
        await using var connection = await recorded.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        Assert.Single(await AvailabilityTable.TakeDueAsync(transaction, TimeSpan.FromSeconds(1), 100, CancellationToken.None));

        Expect(8, "tbl_availability_change");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_walk_reads_the_counts_of_the_events_that_it_answers(bool genericPlans)
    {
        await RunAsync("ALTER TABLE tbl_event SET (autovacuum_enabled = off)");
        await RunAsync("ALTER TABLE tbl_section_count SET (autovacuum_enabled = off)");
        await RunAsync("INSERT INTO tbl_event (id, currency, seat_count) SELECT gen_random_uuid(), 'EUR', 1 FROM generate_series(1, 50000)");
        await RunAsync("""
            INSERT INTO tbl_section_count (event_id, section, position, seat_count, available)
            SELECT id, 'Stalls', 0, 1, 1 FROM tbl_event WHERE seat_count = 1
            """);
        await using var recorded = _plans.Open(_database.ConnectionString, genericPlans);
        var walked = new List<EventAvailability>();

        await foreach (var counts in SectionCounts.StreamAfterAsync(recorded, Guid.Parse("80000000-0000-4000-8000-000000000000"), 500, CancellationToken.None))
        {
            walked.Add(counts);
        }

        Assert.Equal(500, walked.Count);
        var plan = Assert.Single(_plans.TakeAll(), plan => plan.Query.Contains("sum(available)", StringComparison.Ordinal));
        plan.LooksUpAtMost(500, "tbl_event", "tbl_section_count");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Prices_are_looked_up_for_the_seats_that_are_shown_and_written_for_the_sections_that_change(bool genericPlans)
    {
        await RunAsync("INSERT INTO tbl_event (id, currency, seat_count) SELECT gen_random_uuid(), 'EUR', 1 FROM generate_series(1, 20000)");
        await RunAsync("""
            INSERT INTO tbl_section_count (event_id, section, position, seat_count, available) SELECT id, 'Block 1', 0, 1, 1 FROM tbl_event WHERE seat_count = 1
            """);
        await RunAsync("INSERT INTO tbl_section_price (event_id, section, price_minor) SELECT id, 'Block 1', 1 FROM tbl_event WHERE seat_count = 1");
        await using var recorded = _plans.Open(_database.ConnectionString, genericPlans);

        await SectionPrices.ApplyAsync(recorded, _event with { Version = 2 }, CancellationToken.None);
        ExpectPrices(4);
        await SeatReads.PageAsync(recorded, _event.EventId, 0, 200, CancellationToken.None);
        await SeatReads.AvailablePageAsync(recorded, _event.EventId, 0, 200, CancellationToken.None);
        ExpectPrices(200);
        await SeatReads.FindAsync(recorded, SeatOf(1, 1), CancellationToken.None);
        ExpectPrices(1);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Pruning_reads_what_it_deletes_in_steps_and_no_other_history(bool genericPlans, bool isAnalysed)
    {
        await RunAsync("INSERT INTO tbl_event (id, currency, seat_count) SELECT gen_random_uuid(), 'EUR', 1 FROM generate_series(1, 20000)");
        await RunAsync("INSERT INTO tbl_event (id, currency, seat_count, seq) SELECT gen_random_uuid(), 'EUR', 1, 3000 FROM generate_series(1, 50)");
        await RunAsync("""
            INSERT INTO tbl_seat_change (event_id, seq, seat_number, status)
            SELECT id, n, 'A1', 'HELD' FROM tbl_event, generate_series(1, 3000) n WHERE seq = 3000
            """);
        await RunAsync("UPDATE tbl_seat_change SET changed_at = now() - interval '2 hours' WHERE seq <= 5");
        if (isAnalysed)
        {
            await RunAsync("ANALYZE");
        }

        await using var recorded = _plans.Open(_database.ConnectionString, genericPlans);

        Assert.Equal((50 * 5) + (50 * 295), await SeatChangeHistory.PruneAsync(recorded, TimeSpan.FromHours(1), batches: 2700, CancellationToken.None));

        var plans = _plans.TakeAll().Where(plan => plan.Query.Contains("DELETE FROM tbl_seat_change", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3, plans.Length);
        plans[0].LooksUpAtMost(250, "tbl_seat_change", "tbl_event");
        // Until a vacuum the index has the 15,000 that were deleted, and a bitmap of it shows them; the history has 150,000.
        Assert.All(plans[1..], plan => plan.LooksUpAtMost(16_000, "tbl_seat_change", "tbl_event"));
    }

    public async ValueTask DisposeAsync()
    {
        _plans.Dispose();
        await _database.DisposeAsync();
    }

    private static async Task GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Checks all statements since the last call, which contain these texts.</summary>
    private void Expect(int rows, params string[] texts)
    {
        // The service also tells of changes of availability, whenever the time for that has come.
        StatementPlan[] plans = [.. _plans.TakeAll().Where(plan => !plan.Query.StartsWith("WITH due", StringComparison.Ordinal) || texts.Any(IsIn(plan)))];
        Assert.All(texts, text => Assert.Contains(plans, plan => IsIn(plan)(text)));
        Assert.All(plans, plan => plan.LooksUpAtMost(rows, "tbl_seat", "tbl_seat_change", "tbl_event", "tbl_availability"));
    }

    private static Func<string, bool> IsIn(StatementPlan plan) => text => plan.Query.Contains(text, StringComparison.Ordinal);

    private void ExpectPrices(int rows) =>
        Assert.All(_plans.TakeAll(), plan => plan.LooksUpAtMost(rows, "tbl_section_price", "tbl_section_count", "tbl_event"));

    private Guid SeatOf(int row, int number) => SeatId.Of(_event.EventId, "Block 1", RowLetters.Of(row), number);

    private BookingMessage Message(int row, params int[] seat) => Sample.Booking(
        _event.EventId, [.. seat.Select(number => new SeatChange(SeatOf(row, number), $"{number}", SeatStatuses.Held, 1))]);

    private Task<int> RunAsync(string sql) => _database.DataSource.Command(sql).RunAsync(CancellationToken.None);
}
