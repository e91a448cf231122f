using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.Seats.Data;
using TicketBooking.Seats.Tests.Projection;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Generation;

/// <summary>The order of jobs, without a service that does them.</summary>
public sealed class GenerationJobTests : IAsyncLifetime
{
    private const int Big = 200_000;

    private TestPostgres _database = null!;

    public async ValueTask InitializeAsync() => _database = await SeatsDatabase.CreateAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_small_event_comes_first_and_another_owners_big_one_before_the_second_of_a_stranger_with_twelve()
    {
        var stranger = Guid.CreateVersion7();
        var names = new Dictionary<Guid, string>();
        for (var i = 1; i <= 12; i++)
        {
            await AddAsync($"stranger {i}", stranger, Big);
        }

        await AddAsync("other", Guid.CreateVersion7(), Big);
        await AddAsync("small", Guid.CreateVersion7(), 4);

        Assert.Equal(
            ["small", "stranger 1", "other", .. Enumerable.Range(2, 11).Select(i => $"stranger {i}")],
            (await TakeAllAsync(Big)).Select(id => names[id]));

        async Task AddAsync(string name, Guid owner, int seats)
        {
            var message = Sample.Event(Sample.Section("Stalls", 1, seats)) with { CreatedBy = owner };
            names.Add(message.EventId, name);
            Assert.True(await GenerationJobs.TryAddAsync(_database.DataSource, message, seats, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Jobs_of_an_owner_that_come_at_the_same_time_follow_each_other()
    {
        var owner = Guid.CreateVersion7();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => GenerationJobs.TryAddAsync(
            _database.DataSource, Sample.Event(Sample.Section("Stalls", 1, Big)) with { CreatedBy = owner }, Big, CancellationToken.None)));

        Assert.Equal(
            TimeSpan.FromSeconds(11 * 20),
            await _database.DataSource.Command("SELECT max(turn) - min(turn) FROM tbl_generation_job").ScalarAsync<TimeSpan>(CancellationToken.None));
    }

    [Fact]
    public async Task The_lane_of_small_events_takes_no_big_one()
    {
        foreach (var seats in new[] { 10_001, 10_000, 7 })
        {
            await GenerationJobs.TryAddAsync(
                _database.DataSource, Sample.Event(Sample.Section("Stalls", 1, seats)), seats, CancellationToken.None);
        }

        Assert.Equal(2, (await TakeAllAsync(10_000)).Count);
        Assert.Single(await TakeAllAsync(Big));
    }

    [Fact]
    public async Task Two_at_the_same_time_take_two_jobs_and_a_transaction_that_ends_leaves_its_job()
    {
        for (var i = 0; i < 2; i++)
        {
            await GenerationJobs.TryAddAsync(_database.DataSource, Sample.Event(Sample.Section("Stalls", 1, 1)), 1, CancellationToken.None);
        }

        await using (var first = await _database.DataSource.OpenConnectionAsync())
        await using (var second = await _database.DataSource.OpenConnectionAsync())
        await using (var third = await _database.DataSource.OpenConnectionAsync())
        {
            var jobs = await Task.WhenAll(TakeAsync(first), TakeAsync(second), TakeAsync(third));

            Assert.Equal(2, jobs.OfType<Guid>().Distinct().Count());
            Assert.Single(jobs, job => job is null);
        }

        Assert.Equal(2, (await TakeAllAsync(Big)).Count);

        // The transaction ends with its connection.
        static async Task<Guid?> TakeAsync(NpgsqlConnection connection) =>
            (await GenerationJobs.TakeAsync(await connection.BeginTransactionAsync(), Big, CancellationToken.None))?.Message.EventId;
    }

    private async Task<List<Guid>> TakeAllAsync(int mostSeats)
    {
        var taken = new List<Guid>();
        while (await TakeAsync() is { } id)
        {
            taken.Add(id);
        }

        return taken;

        async Task<Guid?> TakeAsync()
        {
            await using var connection = await _database.DataSource.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            if (await GenerationJobs.TakeAsync(transaction, mostSeats, CancellationToken.None) is not { Message.EventId: var id })
            {
                return null;
            }

            await GenerationJobs.DeleteAsync(transaction, id, CancellationToken.None);
            await transaction.CommitAsync();
            return id;
        }
    }
}
