namespace TicketBooking.Sidecar.Workflow;

/// <summary>Writes what all instances have queued in one transaction and one round trip (group commit). A statement returns one value.</summary>
internal sealed class GroupedWrites(NpgsqlDataSource database)
{
    private const int MostAtOnce = 64;

    private readonly Groups<(string Sql, object?[] Values), object?> _writes = new(MostAtOnce, writes => RunAsync(database, writes));

    /// <summary>Returns the statement's value when it is durable; the default when it is null. Once it is queued, nothing cancels it.</summary>
    public async Task<T?> WriteAsync<T>(string sql, params object?[] values) => await _writes.WriteAsync((sql, values)) is T value ? value : default;

    private static async Task<IReadOnlyList<object?>> RunAsync(NpgsqlDataSource database, IReadOnlyList<(string Sql, object?[] Values)> writes)
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
        return results;
    }
}
