using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Messaging;

public sealed class OutboxTests : IAsyncLifetime
{
    private readonly Outbox _outbox = new("tbl_thing_outbox");
    private TestPostgres _postgres = null!;

    public async ValueTask InitializeAsync()
    {
        _postgres = await TestPostgres.CreateAsync();
        var migrations = Migration.EmbeddedIn(typeof(OutboxTests).Assembly);
        await new Migrator(_postgres.DataSource, migrations, NullLogger<Migrator>.Instance).StartingAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await _postgres.DisposeAsync();

    [Fact]
    public async Task A_row_is_there_when_the_change_is_committed_and_carries_the_trace()
    {
        using var activity = new Activity("request").Start();

        await AppendAsync(commit: true);

        Assert.Equal(
            $"thing 7 thing.made hello {activity.Id}",
            await ScalarAsync("SELECT concat_ws(' ', aggregate_type, aggregate_id, type, payload->>'text', traceparent) FROM tbl_thing_outbox"));
    }

    [Fact]
    public async Task A_row_is_not_there_when_the_change_is_rolled_back()
    {
        await AppendAsync(commit: false);

        Assert.Equal(0L, await ScalarAsync("SELECT count(*) FROM tbl_thing_outbox"));
    }

    [Fact]
    public async Task Only_old_rows_are_pruned()
    {
        await AppendAsync(commit: true);
        await ScalarAsync("UPDATE tbl_thing_outbox SET occurred_at = now() - interval '4 days'");
        await AppendAsync(commit: true);

        Assert.Equal(1, await _outbox.PruneAsync(_postgres.DataSource, TimeSpan.FromDays(3), CancellationToken.None));
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM tbl_thing_outbox WHERE occurred_at > now() - interval '1 minute'"));
    }

    [Fact]
    public async Task More_rows_than_a_transaction_deletes_are_pruned_one_batch_after_the_other_by_the_index()
    {
        const int Rows = (2 * Outbox.PrunedAtOnce) + 1;
        await ScalarAsync($"""
            INSERT INTO tbl_thing_outbox (id, aggregate_type, aggregate_id, type, payload, occurred_at)
            SELECT gen_random_uuid(), 'thing', '7', 'thing.made', '{"{}"}', now() - interval '4 days' FROM generate_series(1, {Rows})
            """);
        await AppendAsync(commit: true);

        Assert.Equal(Rows, await _outbox.PruneAsync(_postgres.DataSource, TimeSpan.FromDays(3), CancellationToken.None));
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM tbl_thing_outbox"));
    }

    private async Task AppendAsync(bool commit)
    {
        await using var connection = await _postgres.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await _outbox.AppendAsync(
            transaction, "thing", "7", "thing.made", new TestMessage("hello"), TestJson.Default.TestMessage, CancellationToken.None);
        await (commit ? transaction.CommitAsync() : transaction.RollbackAsync());
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = _postgres.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
