namespace TicketBooking.Sidecar.Components;

/// <summary>
/// Dapr's <c>accessControl</c>: what each app may call of others. Callers are known without certificates here, because each app has ports of its
/// own. Names of operations match as in daprd (https://github.com/dapr/dapr/blob/v1.18.3/pkg/config/acl_trie.go): without case, and with
/// everything below them; at the end <c>/*</c> is at most one more segment, <c>/**</c> any number.
/// </summary>
internal sealed class AccessControl
{
    private const string Allow = "allow";
    private const string AnyVerb = "*";

    private readonly bool _default;
    private readonly Dictionary<string, Policy> _policies;

    /// <param name="manifest">The Configuration; without one, or without <c>accessControl</c> in it, everything is allowed.</param>
    public AccessControl(Manifest? manifest)
    {
        var spec = manifest?.Read<Fields>().AccessControl;
        _default = spec is null || IsAllow(spec.DefaultAction);
        _policies = (spec?.Policies ?? []).Select(fields => PolicyOf(manifest!, fields)).ToDictionary(policy => policy.Caller, StringComparer.Ordinal);
    }

    /// <param name="caller">App id of the caller.</param>
    /// <param name="verb">HTTP method, in capitals.</param>
    /// <param name="path">Path of the call as it was sent, without a query.</param>
    public bool Allows(string caller, string verb, string path)
    {
        if (!_policies.TryGetValue(caller, out var policy))
        {
            return _default;
        }

        var segments = SegmentsOf(Uri.UnescapeDataString(path));
        var operation = Array.Find(policy.Operations, operation => operation.Covers(segments));
        return operation is not null && (operation.Verbs.Contains(verb) || operation.Verbs.Contains(AnyVerb))
            ? operation.IsAllowed
            : policy.IsAllowed ?? _default;
    }

    private static Policy PolicyOf(Manifest manifest, PolicyFields fields) =>
        fields is { AppId: { } caller, TrustDomain: not null, Namespace: not null }
            ? new(
                caller,
                fields.DefaultAction is { } action ? IsAllow(action) : null,
                [.. (fields.Operations ?? []).Select(operation => OperationOf(manifest, operation))])
            : throw new InvalidDataException($"{manifest.File}: the access policy of '{fields.AppId}' lacks appId, trustDomain or namespace.");

    private static Operation OperationOf(Manifest manifest, OperationFields fields)
    {
        List<string> segments = SegmentsOf(fields.Name ?? "");
        var wildcard = segments is [.., "*" or "**"] ? segments[^1] : "";
        string[] names = [.. wildcard.Length > 0 ? segments[..^1] : segments];
        return names.Length > 0 && !Array.Exists(names, name => name.Contains('*', StringComparison.Ordinal))
            ? new(names, wildcard, fields.HttpVerb ?? [], IsAllow(fields.Action))
            : throw new InvalidDataException($"{manifest.File}: operation '{fields.Name}' has no name, or a wildcard that is not its last segment.");
    }

    // As daprd cleans a path before it looks at it, so that "/api/../internal" is what it leads to.
    private static List<string> SegmentsOf(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment == ".." && segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment is not ("" or "." or ".."))
            {
                segments.Add(segment);
            }
        }

        return segments;
    }

    private static bool IsAllow(string? action) => string.Equals(action, Allow, StringComparison.OrdinalIgnoreCase);

    private sealed record Policy(string Caller, bool? IsAllowed, Operation[] Operations);

    private sealed record Operation(string[] Names, string Wildcard, IReadOnlyList<string> Verbs, bool IsAllowed)
    {
        public bool Covers(List<string> path) =>
            path.Count >= Names.Length
            && (Wildcard != "*" || path.Count <= Names.Length + 1)
            && Names.Index().All(name => string.Equals(name.Item, path[name.Index], StringComparison.OrdinalIgnoreCase));
    }

    private sealed record Fields(Spec? AccessControl);

    private sealed record Spec(string? DefaultAction, IReadOnlyList<PolicyFields>? Policies);

    private sealed record PolicyFields(
        string? AppId, string? DefaultAction, string? TrustDomain, string? Namespace, IReadOnlyList<OperationFields>? Operations);

    private sealed record OperationFields(string? Name, IReadOnlyList<string>? HttpVerb, string? Action);
}
