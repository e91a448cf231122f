using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.State;

/// <summary>The state stores that one app sees, under the keys that it uses.</summary>
internal sealed class StateStore(string appId, ComponentSet components, StateTable table)
{
    public async Task<StateValue?> GetAsync(string store, string key, CancellationToken cancellationToken) =>
        (await GetAsync(store, [key], cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<StateValue>> GetAsync(string store, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var prefix = Prefix(store);
        var values = await table.ReadAsync(store, [.. keys.Select(k => prefix + Valid(k))], cancellationToken);
        return [.. values.Select(v => v with { Key = v.Key[prefix.Length..] })];
    }

    /// <summary>All of them in one transaction.</summary>
    public async Task WriteAsync(string store, IEnumerable<StateWrite> writes, CancellationToken cancellationToken)
    {
        var prefix = Prefix(store);
        await table.WriteAsync(store, [.. writes.Select(w => w with { Key = prefix + Valid(w.Key) })], cancellationToken);
    }

    private string Prefix(string store) => components.State(appId, store).KeyPrefix(appId);

    private static string Valid(string key) => key.Length == 0 || key.Contains("||", StringComparison.Ordinal) || key.Contains('\0', StringComparison.Ordinal)
        ? throw ApiException.Malformed($"'{key}' is not a key: it is empty or contains '||' or NUL")
        : key;
}
