using Npgsql;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>The rule for ids: one that is active is taken; one that has ended, with all it started, may be used again and loses its history.</summary>
internal static class Creation
{
    public static async Task<bool> TryCreateAsync(NpgsqlConnection connection, string appId, NewInstance wanted, CancellationToken cancellationToken)
    {
        if (await connection.InsertInstanceAsync(appId, wanted.Instance, cancellationToken))
        {
            return true;
        }

        var existing = await connection.LockInstanceAsync(appId, wanted.Instance.Id, cancellationToken);
        if (existing is { IsTerminal: false } || await connection.HasRunningDescendantsAsync(appId, wanted.Instance.Id, cancellationToken))
        {
            return false;
        }

        await connection.DeleteInstanceAsync(appId, wanted.Instance.Id, cancellationToken);
        return await connection.InsertInstanceAsync(appId, wanted.Instance, cancellationToken);
    }
}
