namespace TicketBooking.Sidecar.Components;

/// <summary>A building block under the name that apps use for it.</summary>
internal sealed record Component(
    string Name, string Type, string Version, IReadOnlyList<string> Scopes, IReadOnlyDictionary<string, string> Metadata)
{
    public const string PubSubType = "pubsub.embedded";
    public const string BroadcastType = "pubsub.broadcast";
    public const string LockType = "lock.embedded";
    public const string StateType = "state.embedded";

    private static readonly string[] Known = [PubSubType, BroadcastType, LockType, StateType];

    public bool IsPubSub => Type is PubSubType or BroadcastType;

    public bool IsVisibleTo(string appId) => Scopes.Count == 0 || Scopes.Contains(appId);

    public bool Flag(string name) => Metadata.TryGetValue(name, out var value) && bool.TryParse(value, out var on) && on;

    /// <summary>What comes before a key, by Dapr's rule for <c>keyPrefix</c>: <c>appid</c>, <c>name</c>, <c>none</c> or a text of one's own.</summary>
    public string KeyPrefix(string appId) => Metadata.GetValueOrDefault("keyPrefix", "appid") switch
    {
        "appid" => $"{appId}||",
        "name" => $"{Name}||",
        "none" => string.Empty,
        var literal => $"{literal}||",
    };

    public static Component From(Manifest manifest)
    {
        var spec = manifest.Spec ?? throw new InvalidDataException($"{manifest.File}: component '{manifest.Name}' has no spec.");
        var type = Yaml.Text(spec, "type") ?? string.Empty;
        if (!Known.Contains(type))
        {
            throw new InvalidDataException(
                $"{manifest.File}: component '{manifest.Name}' has type '{type}'; the embedded sidecar knows {string.Join(", ", Known)}.");
        }

        return new(manifest.Name, type, Yaml.Text(spec, "version") ?? "v1", manifest.Scopes, ReadMetadata(manifest, spec));
    }

    private static Dictionary<string, string> ReadMetadata(Manifest manifest, YamlDotNet.RepresentationModel.YamlMappingNode spec)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in Yaml.Maps(spec, "metadata"))
        {
            var name = Yaml.Text(entry, "name") ?? throw new InvalidDataException($"{manifest.File}: a metadata entry has no name.");
            metadata[name] = Yaml.Text(entry, "value")
                ?? throw new InvalidDataException($"{manifest.File}: metadata '{name}' has no value (references to secrets are not supported).");
        }

        return metadata;
    }
}
