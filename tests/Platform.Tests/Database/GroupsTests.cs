using Npgsql;
using TicketBooking.Postgres;
using Xunit;

namespace TicketBooking.Platform.Tests.Database;

public sealed class GroupsTests
{
    private const int Most = 3;

    private readonly List<int[]> _groups = [];
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Groups<int, string> _writes;

    public GroupsTests() => _writes = new(Most, WriteAsync);

    [Fact]
    public async Task What_comes_while_a_group_is_under_way_goes_together_and_each_gets_its_own_result()
    {
        var first = _writes.WriteAsync(0);
        await _entered.Task;
        Task<string>[] others = [.. Enumerable.Range(1, 4).Select(_writes.WriteAsync)];

        _gate.SetResult();

        Assert.Equal("0", await first);
        Assert.Equal(["1", "2", "3", "4"], await Task.WhenAll(others));
        Assert.Equal([[0], [1, 2, 3], [4]], _groups);
    }

    [Fact]
    public async Task One_that_the_database_refuses_fails_alone()
    {
        var first = _writes.WriteAsync(0);
        await _entered.Task;
        Task<string>[] others = [_writes.WriteAsync(1), _writes.WriteAsync(-1), _writes.WriteAsync(2)];

        _gate.SetResult();

        Assert.Equal("0", await first);
        await Assert.ThrowsAsync<PostgresException>(() => others[1]);
        Assert.Equal(("1", "2"), (await others[0], await others[2]));
    }

    [Fact]
    public async Task A_failure_ends_with_its_group()
    {
        _gate.SetResult();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _writes.WriteAsync(int.MaxValue));

        Assert.Equal("5", await _writes.WriteAsync(5));
    }

    private async Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<int> group)
    {
        _entered.TrySetResult();
        await _gate.Task;
        if (group.Any(write => write < 0))
        {
            throw new PostgresException("refused", "ERROR", "ERROR", "22000");
        }

        _groups.Add([.. group]);
        return group.Contains(int.MaxValue) ? throw new InvalidOperationException() : [.. group.Select(write => $"{write}")];
    }
}
