using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.State;

/// <summary>The state stores, as one app sees them: under the keys that it uses.</summary>
internal sealed class StateStore(ComponentSet components, StateTable table)
{
    public async Task<StateValue?> GetAsync(string appId, string store, string key, CancellationToken cancellationToken) =>
        (await GetAsync(appId, store, [key], cancellationToken)).GetValueOrDefault(key);

    /// <summary>What there is, by its key.</summary>
    public async Task<Dictionary<string, StateValue>> GetAsync(
        string appId, string store, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var prefix = components.State(appId, store).KeyPrefix(appId);
        var values = await table.ReadAsync(store, [.. keys.Select(k => prefix + Valid(k))], cancellationToken);
        return values.ToDictionary(v => v.Key[prefix.Length..], StringComparer.Ordinal);
    }

    /// <summary>All of them in one transaction.</summary>
    public async Task WriteAsync(string appId, string store, IEnumerable<StateWrite> writes, CancellationToken cancellationToken)
    {
        var prefix = components.State(appId, store).KeyPrefix(appId);
        await table.WriteAsync(store, [.. writes.Select(w => w with { Key = prefix + Valid(w.Key) })], cancellationToken);
    }

    private static string Valid(string key) => key.Length == 0 || key.Contains("||", StringComparison.Ordinal) || key.Contains('\0', StringComparison.Ordinal)
        ? throw ApiException.Malformed($"'{key}' is not a key: it is empty or contains '||' or NUL")
        : key;
}
