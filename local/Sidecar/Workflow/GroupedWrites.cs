using System.Collections.Concurrent;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>
/// Writes what all instances have queued in one transaction and one round trip (group commit). A statement returns one value. One that the
/// database refuses fails alone.
/// </summary>
internal sealed class GroupedWrites(NpgsqlDataSource database)
{
    private const int MostAtOnce = 64;

    private sealed record Write(string Sql, object?[] Values, TaskCompletionSource<object?> Stored);

    private readonly ConcurrentQueue<Write> _queue = new();
    private int _writers;

    /// <summary>Returns the statement's value when it is durable; the default when it is null. Once it is queued, nothing cancels it.</summary>
    public async Task<T?> WriteAsync<T>(string sql, params object?[] values)
    {
        var write = new Write(sql, values, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _queue.Enqueue(write);
        if (Interlocked.Increment(ref _writers) == 1)
        {
            _ = Task.Run(WriteAllAsync);
        }

        return await write.Stored.Task is T value ? value : default;
    }

    private async Task WriteAllAsync()
    {
        int left;
        do
        {
            var batch = new List<Write>();
            while (batch.Count < MostAtOnce && _queue.TryDequeue(out var write))
            {
                batch.Add(write);
            }

            await WriteAsync(batch);
            left = Interlocked.Add(ref _writers, -batch.Count);
        }
        while (left > 0);
    }

    private async Task WriteAsync(List<Write> writes)
    {
        try
        {
            await RunAsync(writes);
        }
        catch (PostgresException) when (writes.Count > 1)
        {
            foreach (var write in writes)
            {
                await WriteAsync([write]);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            writes.ForEach(write => write.Stored.TrySetException(failure));
        }
    }

    private async Task RunAsync(List<Write> writes)
    {
        await using var batch = database.Batch([.. writes.Select(write => (write.Sql, Array.ConvertAll(write.Values, value => value ?? DBNull.Value)))]);
        await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
        var results = new List<object?>();
        do
        {
            await reader.ReadAsync(CancellationToken.None);
            results.Add(await reader.IsDBNullAsync(0, CancellationToken.None) ? null : reader.GetValue(0));
        }
        while (await reader.NextResultAsync(CancellationToken.None));

        // The commit is part of the last answer.
        await reader.CloseAsync();
        for (var n = 0; n < writes.Count; n++)
        {
            writes[n].Stored.TrySetResult(results[n]);
        }
    }
}
