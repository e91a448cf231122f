using System.Globalization;
using TicketBooking.Sidecar.Components;

namespace TicketBooking.Sidecar.State;

/// <summary>
/// The state stores, as one app sees them: under the keys that it uses. Expired items are not there, whether or not they have been deleted yet.
/// </summary>
internal sealed class StateStore(ComponentSet components, NpgsqlDataSource database)
{
    private const string Alive = "(expires_at IS NULL OR expires_at > now())";
    private const string Expiry = "CASE WHEN $4::int > 0 THEN now() + make_interval(secs => $4::int) END";

    /// <summary>The existing items, by key.</summary>
    public async Task<Dictionary<string, StateValue>> GetAsync(string appId, string store, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var prefix = components.State(appId, store).KeyPrefix(appId);
        var values = await database.Command(
            $"SELECT key, value, version FROM state_item WHERE store = $1 AND key = ANY($2) AND {Alive}", store, keys.Select(k => prefix + Valid(k)).ToArray())
            .ListAsync(row => (Key: row.GetString(0)[prefix.Length..], Value: new StateValue(row.GetFieldValue<byte[]>(1), row.GetInt64(2))), cancellationToken);
        return values.ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>All of them, or none.</summary>
    /// <exception cref="ApiException">A condition does not hold.</exception>
    public Task<bool> WriteAsync(string appId, string store, IEnumerable<StateWrite> writes, CancellationToken cancellationToken)
    {
        var prefix = components.State(appId, store).KeyPrefix(appId);
        return database.InTransactionAsync(
            async connection =>
            {
                foreach (var write in writes)
                {
                    // Nothing to delete is as good as deleted.
                    var changed = await ApplyAsync(connection, store, write with { Key = prefix + Valid(write.Key) }, cancellationToken);
                    if (changed == 0 && write is not { Value: null, Expected: null })
                    {
                        throw Refusal(write);
                    }
                }

                return true;
            },
            cancellationToken);
    }

    public static Task<int> PruneAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        database.Command($"DELETE FROM state_item WHERE NOT {Alive}").RunAsync(cancellationToken);

    private static Task<int> ApplyAsync(NpgsqlConnection connection, string store, StateWrite write, CancellationToken cancellationToken) =>
        (write.Value, write.Expected) switch
        {
            (null, null) => connection.Command("DELETE FROM state_item WHERE store = $1 AND key = $2", store, write.Key).RunAsync(cancellationToken),
            (null, { } etag) => connection.Command(
                $"DELETE FROM state_item WHERE store = $1 AND key = $2 AND version = $3 AND {Alive}", store, write.Key, Version(write, etag)).RunAsync(cancellationToken),
            ({ } value, { } etag) => connection.Command(
                $"""
                UPDATE state_item SET value = $3, version = nextval('state_version'), expires_at = {Expiry}
                WHERE store = $1 AND key = $2 AND version = $5 AND {Alive}
                """,
                store, write.Key, value, write.TimeToLiveSeconds ?? 0, Version(write, etag)).RunAsync(cancellationToken),
            ({ } value, null) => connection.Command(
                $"""
                INSERT INTO state_item (store, key, value, version, expires_at) VALUES ($1, $2, $3, nextval('state_version'), {Expiry})
                ON CONFLICT (store, key) DO UPDATE SET value = excluded.value, version = excluded.version, expires_at = excluded.expires_at
                WHERE $5 OR state_item.expires_at <= now()
                """,
                store, write.Key, value, write.TimeToLiveSeconds ?? 0, write.Concurrency != StateConcurrency.FirstWrite).RunAsync(cancellationToken),
        };

    private static string Valid(string key) => key.Length == 0 || key.Contains("||", StringComparison.Ordinal) || key.Contains('\0', StringComparison.Ordinal)
        ? throw ApiException.Malformed($"'{key}' is not a key: it is empty or contains '||' or NUL")
        : key;

    private static long Version(StateWrite write, string etag) => long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        ? version
        : throw new ApiException(StatusCodes.Status400BadRequest, StatusCode.InvalidArgument, write.ErrorCode, $"'{etag}' is not an ETag of this store");

    /// <summary>A first write without an ETag is no mismatch of one: Dapr's stores say only that it failed.</summary>
    private static ApiException Refusal(StateWrite write) => write.Expected is null
        ? new(StatusCodes.Status500InternalServerError, StatusCode.Internal, write.ErrorCode, $"'{write.Key}' is there already")
        : new(StatusCodes.Status409Conflict, StatusCode.Aborted, write.ErrorCode, $"possible etag mismatch: '{write.Key}' has been changed");
}
