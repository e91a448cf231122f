using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.OutboxRelay;

public sealed class DeliveryTests : OutboxFixture
{
    [Fact]
    public async Task Rows_written_before_during_and_after_the_start_all_arrive()
    {
        await CreateOutbox();
        for (var number = 0; number < 50; number++)
        {
            await Commit(($"k{number % 5}", $"{number}"));
        }

        await using var relay = await StartRelay();
        for (var number = 50; number < 200; number++)
        {
            await Commit(($"k{number % 5}", $"{number}"));
        }

        var all = await Sidecar.Acknowledged.NextAsync(200);
        await Commit(("k", "200"));
        Assert.Equal("c", (await Sidecar.Acknowledged.NextAsync()).Op);
        Assert.Equal(Enumerable.Range(0, 200).Select(number => $"{number}").Order(), all.Select(each => each.Type).Order());
        Assert.All(all.Take(50), each => Assert.Equal("r", each.Op));
        AssertOrderWithinKeys(all);
    }

    [Fact]
    public async Task A_table_created_later_is_waited_for()
    {
        await using var relay = await StartRelay();
        await CreateOutbox();

        await Commit(("k", "first"));

        Assert.Equal("first", (await Sidecar.Acknowledged.NextAsync()).Type);
    }

    [Fact]
    public async Task Order_is_kept_within_a_key_and_a_slow_key_delays_no_other()
    {
        await CreateOutbox();
        var release = new TaskCompletionSource();
        var running = new ConcurrentDictionary<string, int>();
        Sidecar.Answer = async message =>
        {
            Assert.Equal(1, running.AddOrUpdate(message.Key, 1, (_, count) => count + 1));
            if (message.Key == "slow")
            {
                await release.Task;
            }

            running[message.Key] = 0;
            return 204;
        };
        await using var relay = await StartRelay();
        // Until the rows of the start are acknowledged, no other row is read.
        await Commit(("warm", "0"));
        await Sidecar.Acknowledged.NextAsync();
        await Commit([("slow", "0"), .. Enumerable.Range(1, 40).Select(number => ("slow", $"{number}"))]);
        await Eventually.IsTrueAsync(() => Sidecar.Asked.Any(message => message.Key == "slow"));
        await Commit([.. Enumerable.Range(0, 200).Select(number => ($"k{number % 10}", $"{number}"))]);

        var others = await Sidecar.Acknowledged.NextAsync(200);
        Assert.DoesNotContain(others, each => each.Key == "slow");
        release.SetResult();
        var slow = await Sidecar.Acknowledged.NextAsync(41);

        AssertOrderWithinKeys(others);
        AssertOrderWithinKeys(slow);
    }

    [Fact]
    public async Task A_sidecar_that_fails_and_recovers_loses_nothing_and_keeps_order()
    {
        await CreateOutbox();
        var failing = true;
        Sidecar.Answer = _ => Task.FromResult(failing ? 500 : 204);
        await using var relay = await StartRelay();
        for (var number = 0; number < 30; number++)
        {
            await Commit(($"k{number % 3}", $"{number}"));
        }

        await Eventually.IsTrueAsync(() => Sidecar.Asked.Count > 9);
        failing = false;

        var all = await Sidecar.Acknowledged.NextAsync(30);
        Assert.Equal(30, all.Select(each => each.Type).Distinct().Count());
        AssertOrderWithinKeys(all);
    }

    [Fact]
    public async Task Of_a_request_that_failed_in_part_only_the_failed_messages_go_again()
    {
        await CreateOutbox();
        await Commit([.. Enumerable.Range(0, 50).Select(number => ($"k{number}", $"{number}"))]);
        var refused = new ConcurrentDictionary<string, bool>();
        Sidecar.Answer = message => Task.FromResult(int.Parse(message.Type) % 2 == 0 && refused.TryAdd(message.Type, true) ? 500 : 204);

        await using var relay = await StartRelay();

        var all = await Sidecar.Acknowledged.NextAsync(50);
        Assert.Equal(Enumerable.Range(0, 50), all.Select(message => int.Parse(message.Type)).Order());
        Assert.Equal(75, Sidecar.Asked.Count);
    }

    [Fact]
    public async Task A_message_that_spoils_its_request_holds_up_no_other()
    {
        await CreateOutbox();
        await Commit([.. Enumerable.Range(0, 50).Select(number => ($"k{number}", $"{number}"))]);
        Sidecar.Refuses = messages => messages.Any(message => message.Type == "7") ? 400 : null;

        await using var relay = await StartRelay();

        var all = await Sidecar.Acknowledged.NextAsync(49);
        Assert.Equal(Enumerable.Range(0, 50).Except([7]), all.Select(message => int.Parse(message.Type)).Order());
        var requests = Sidecar.Asked.GroupBy(message => message.Request);
        Assert.Single(requests, request => request.Count() > 1 && request.Any(message => message.Type == "7"));
        Sidecar.Refuses = _ => null;
        Assert.Equal("7", (await Sidecar.Acknowledged.NextAsync()).Type);
    }

    [Fact]
    public async Task The_position_moves_only_when_every_message_of_the_transaction_is_acknowledged()
    {
        await CreateOutbox();
        var release = new TaskCompletionSource();
        await using var relay = await StartRelay("--Relay:IdleAdvance=00:00:00.020");
        await Commit(("k", "0"));
        await Sidecar.Acknowledged.NextAsync();
        Sidecar.Answer = async message =>
        {
            await (message.Key == "held" ? release.Task : Task.CompletedTask);
            return 204;
        };

        await Commit(("held", "1"), ("beside", "2"));
        await Eventually.IsTrueAsync(() => Sidecar.Asked.Any(message => message.Key == "held"));
        var committed = await Scalar<string>("select pg_current_wal_insert_lsn()::text");
        await Sidecar.Acknowledged.NextAsync();
        for (var number = 3; number < 50; number++)
        {
            await Commit(("free", $"{number}"));
            Assert.Equal($"{number}", (await Sidecar.Acknowledged.NextAsync()).Type);
        }

        Assert.False(await IsConfirmed(committed));
        release.SetResult();
        await Eventually.IsTrueAsync(() => IsConfirmed(committed));
    }

    [Fact]
    public async Task S2_19_of_two_relays_one_publishes_and_the_other_takes_over()
    {
        await CreateOutbox();
        await using var waiting = await StartBehindAnother();
        await Commit(("k", "last"));

        var all = await Sidecar.Acknowledged.NextAsync(101);
        Assert.Equal("last", all[^1].Type);
        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"{number}").Order(), all.SkipLast(1).Select(each => each.Type).Order());

        async Task<RelayUnderTest> StartBehindAnother()
        {
            await using var publishing = await StartRelay("--Relay:IdleAdvance=00:00:00.020");
            await Commit(("k", "first"));
            await UntilAllIsConfirmed();
            await Sidecar.Acknowledged.NextAsync();
            var second = await StartRelay();
            for (var number = 0; number < 100; number++)
            {
                await Commit(($"k{number % 7}", $"{number}"));
            }

            await UntilAllIsConfirmed();
            return second;
        }

        async Task UntilAllIsConfirmed()
        {
            var written = await Scalar<string>("select pg_current_wal_insert_lsn()::text");
            await Eventually.IsTrueAsync(() => IsConfirmed(written));
        }
    }

    [Fact]
    public async Task While_idle_the_position_follows_other_log()
    {
        await CreateOutbox();
        await using var relay = await StartRelay("--Relay:IdleAdvance=00:00:00.050");
        await Commit(("k", "first"));
        await Sidecar.Acknowledged.NextAsync();

        await Execute("create table other (filler text); insert into other select repeat('x', 1000) from generate_series(1, 1000)");
        var written = await Scalar<string>("select pg_current_wal_insert_lsn()::text");

        await Eventually.IsTrueAsync(() => IsConfirmed(written));
        await Commit(("k", "second"));
        Assert.Equal("second", (await Sidecar.Acknowledged.NextAsync()).Type);
    }

    [Fact]
    public async Task Commits_of_other_tables_send_nothing_to_the_relay()
    {
        const int OtherCommits = 300;
        await CreateOutbox();
        await Execute("create table other (filler text)");
        var server = new NpgsqlConnectionStringBuilder(ConnectionString);
        await using var proxy = new CountingProxy(server.Host!, server.Port);
        (server.Host, server.Port) = ("127.0.0.1", proxy.Port);
        await using var relay = await StartRelay($"--Relay:Outboxes:0:ConnectionString={server.ConnectionString}");
        await Commit(("k", "first"));
        await Sidecar.Acknowledged.NextAsync();
        await Eventually.IsTrueAsync(() => Scalar<bool>(
            "select exists (select from pg_stat_replication join pg_replication_slots on pid = active_pid where database = current_database() and write_lsn > sent_lsn)"));
        var before = proxy.Answered;

        for (var number = 0; number < OtherCommits; number++)
        {
            await Execute("insert into other values ('x')");
        }

        await Commit(("k", "second"));
        Assert.Equal("second", (await Sidecar.Acknowledged.NextAsync()).Type);
        // One row and its transaction. A ping is 23 bytes, and there would be one after each commit.
        Assert.InRange(proxy.Answered - before, 100, 1000);
    }

    [Fact]
    public async Task Deleted_and_changed_rows_say_nothing()
    {
        await CreateOutbox();
        await using var relay = await StartRelay();
        await Commit(("k", "first"));
        await Sidecar.Acknowledged.NextAsync();

        await Execute("update tbl_test_outbox set type = 'changed'; delete from tbl_test_outbox");
        await Commit(("k", "second"));

        Assert.Equal("second", (await Sidecar.Acknowledged.NextAsync()).Type);
        Assert.False(Sidecar.Acknowledged.HasMore);
    }

    [Fact]
    public async Task A_broken_connection_is_made_again()
    {
        await CreateOutbox();
        await using var relay = await StartRelay();
        await Commit(("k", "first"));
        await Sidecar.Acknowledged.NextAsync();

        await Execute("select pg_terminate_backend(active_pid) from pg_replication_slots where database = current_database() and active");
        await Commit(("k", "second"));

        Assert.Equal("second", (await Sidecar.Acknowledged.NextAsync()).Type is var type && type == "first" ? (await Sidecar.Acknowledged.NextAsync()).Type : type);
    }

    [Fact]
    public async Task From_commit_to_publish_takes_milliseconds()
    {
        await CreateOutbox();
        await using var relay = await StartRelay();
        await Commit(("k", "warm"));
        await Sidecar.Acknowledged.NextAsync();
        var taken = new List<double>();
        for (var number = 0; number < 50; number++)
        {
            var watch = Stopwatch.StartNew();
            await Commit(("k", $"{number}"));
            await Sidecar.Acknowledged.NextAsync();
            taken.Add(watch.Elapsed.TotalMilliseconds);
        }

        // Generous, for a busy machine; a poll anywhere on the way would show.
        Assert.InRange(taken.Order().ElementAt(taken.Count / 2), 0, 150);
    }

    private static void AssertOrderWithinKeys(IEnumerable<Published> all) =>
        Assert.All(all.GroupBy(each => each.Key), key =>
        {
            var numbers = key.Select(each => int.Parse(each.Type)).ToList();
            Assert.Equal(numbers.Order(), numbers);
        });
}
