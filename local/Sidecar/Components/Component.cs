namespace TicketBooking.Sidecar.Components;

/// <summary>A building block under the name that apps use for it.</summary>
internal sealed record Component(
    string Name, string Type, string Version, IReadOnlyList<string> Scopes, IReadOnlyDictionary<string, string> Metadata)
{
    public const string PubSubType = "pubsub.embedded";
    public const string BroadcastType = "pubsub.broadcast";
    public const string LockType = "lock.embedded";
    public const string StateType = "state.embedded";

    private static readonly string[] Known = [PubSubType, BroadcastType, LockType, StateType, EnvironmentSecrets.Type];

    public bool IsPubSub => Type is PubSubType or BroadcastType;

    /// <summary>The store of workflow histories.</summary>
    public bool IsActorStateStore => Type == StateType && bool.TryParse(Metadata.GetValueOrDefault("actorStateStore"), out var on) && on;

    public bool IsVisibleTo(string appId) => Scopes.Count == 0 || Scopes.Contains(appId);

    /// <summary>Prefix of a key, by Dapr's rule for <c>keyPrefix</c>: <c>appid</c>, <c>name</c>, <c>none</c> or any text.</summary>
    public string KeyPrefix(string appId) => Metadata.GetValueOrDefault("keyPrefix", "appid") switch
    {
        "appid" => $"{appId}||",
        "name" => $"{Name}||",
        "none" => string.Empty,
        var literal => $"{literal}||",
    };

    public static Component From(Manifest manifest, EnvironmentSecrets secrets)
    {
        var spec = manifest.Read<Fields>();
        if (!Known.Contains(spec.Type))
        {
            throw new InvalidDataException(
                $"{manifest.File}: component '{manifest.Name}' has type '{spec.Type}'; the embedded sidecar knows {string.Join(", ", Known)}.");
        }

        var metadata = (spec.Metadata ?? []).ToDictionary(
            entry => entry.Name ?? throw new InvalidDataException($"{manifest.File}: metadata of '{manifest.Name}' has no name."),
            entry => entry switch
            {
                { Value: { } value } => value,
                { SecretKeyRef: { } reference } => secrets.Find(manifest, reference),
                _ => throw new InvalidDataException($"{manifest.File}: metadata '{entry.Name}' of '{manifest.Name}' has neither value nor secretKeyRef."),
            },
            StringComparer.OrdinalIgnoreCase);
        return new(manifest.Name, spec.Type!, spec.Version ?? "v1", manifest.Scopes ?? [], metadata);
    }

    private sealed record Fields(string? Type, string? Version, IReadOnlyList<Entry>? Metadata);

    private sealed record Entry(string? Name, string? Value, SecretReference? SecretKeyRef);
}
