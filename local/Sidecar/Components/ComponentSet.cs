namespace TicketBooking.Sidecar.Components;

/// <summary>All components and policies of the resources folders.</summary>
internal sealed class ComponentSet
{
    private readonly List<Component> _components;

    private ComponentSet(IReadOnlyList<Manifest> manifests)
    {
        var secrets = new EnvironmentSecrets(manifests);
        _components = [.. manifests.Where(m => m.Kind == "Component").Select(manifest => Component.From(manifest, secrets))];
        Resiliency = new Resiliency(manifests.Where(m => m.Kind == "Resiliency"));
        var configuration = manifests.FirstOrDefault(m => m.Kind == "Configuration");
        AccessControl = new AccessControl(configuration);
        var life = configuration?.Read<Configuration>().Workflow?.StateRetentionPolicy?.AnyTerminal;
        WorkflowLife = life is null ? null : GoDuration.Parse(life);
        if (_components.Count(c => c.IsActorStateStore) > 1)
        {
            throw new InvalidDataException("Only one state store may set actorStateStore.");
        }

        if (_components.Find(c => c.Type == Component.PubSubType && c.Metadata.GetValueOrDefault("initialOffset", "oldest") != "oldest") is { } pubsub)
        {
            throw new InvalidDataException($"Component '{pubsub.Name}': the embedded log starts new groups at the oldest message only.");
        }
    }

    public Resiliency Resiliency { get; }

    public AccessControl AccessControl { get; }

    /// <summary>How long ended workflows are kept; null is for ever.</summary>
    public TimeSpan? WorkflowLife { get; }

    public static ComponentSet Read(IEnumerable<string> paths) => new(Manifest.ReadAll(paths));

    /// <summary>Workflows need a place for their history, in Dapr and so here.</summary>
    public bool HasWorkflows(string appId) => VisibleTo(appId).Any(c => c.IsActorStateStore);

    public IEnumerable<Component> VisibleTo(string appId) => _components.Where(c => c.IsVisibleTo(appId));

    public Component? FindPubSub(string appId, string? name) => VisibleTo(appId).FirstOrDefault(c => c.IsPubSub && c.Name == name);

    public Component PubSub(string appId, string name) => FindPubSub(appId, name)
        ?? throw new ApiException(StatusCodes.Status404NotFound, StatusCode.NotFound, "ERR_PUBSUB_NOT_FOUND", $"pubsub '{name}' is not found");

    public Component Lock(string appId, string name) => Store(appId, name, Component.LockType, "lock");

    public Component State(string appId, string name) => Store(appId, name, Component.StateType, "state");

    private Component Store(string appId, string name, string type, string word)
    {
        var stores = VisibleTo(appId).Where(c => c.Type == type).ToList();
        var code = $"ERR_{word.ToUpperInvariant()}_STORE_";
        return stores.Find(c => c.Name == name) ?? throw (stores.Count > 0
            ? new ApiException(StatusCodes.Status400BadRequest, StatusCode.InvalidArgument, code + "NOT_FOUND", $"{word} store '{name}' is not found")
            : new ApiException(StatusCodes.Status500InternalServerError, StatusCode.FailedPrecondition, code + "NOT_CONFIGURED", $"{word} store is not configured"));
    }

    private sealed record Configuration(WorkflowPart? Workflow);

    private sealed record WorkflowPart(RetentionPart? StateRetentionPolicy);

    private sealed record RetentionPart(string? AnyTerminal);
}
