using TicketBooking.DaprWire;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.Components;

/// <summary>Everything the resources folders say.</summary>
internal sealed class ComponentSet
{
    private readonly List<Component> _components;

    private ComponentSet(IReadOnlyList<Manifest> manifests)
    {
        _components = [.. manifests.Where(m => m.Kind == "Component").Select(Component.From)];
        Resiliency = new Resiliency(manifests.Where(m => m.Kind == "Resiliency"));
        Retention = WorkflowRetention.From(manifests.FirstOrDefault(m => m.Kind == "Configuration"));
        if (_components.Count(IsActorStateStore) > 1)
        {
            throw new InvalidDataException("Only one state store may set actorStateStore.");
        }

        foreach (var pubsub in _components.Where(c => c.Type == Component.PubSubType && c.Metadata.GetValueOrDefault("initialOffset", "oldest") != "oldest"))
        {
            throw new InvalidDataException($"Component '{pubsub.Name}': the embedded log starts new groups at the oldest message only.");
        }
    }

    public Resiliency Resiliency { get; }

    public WorkflowRetention Retention { get; }

    public static ComponentSet Read(IEnumerable<string> paths) => new(Manifest.ReadAll(paths));

    /// <summary>Workflows need a place for their history, in Dapr and so here.</summary>
    public bool HasWorkflows(string appId) => VisibleTo(appId).Any(IsActorStateStore);

    public IEnumerable<Component> VisibleTo(string appId) => _components.Where(c => c.IsVisibleTo(appId));

    public Component PubSub(string appId, string name) =>
        VisibleTo(appId).FirstOrDefault(c => c.IsPubSub && c.Name == name)
        ?? throw new ApiException(StatusCodes.Status404NotFound, GrpcStatus.NotFound, "ERR_PUBSUB_NOT_FOUND", $"pubsub '{name}' is not found");

    public Component Lock(string appId, string name) => Find(appId, name, Component.LockType) ?? throw NoStore(appId, name, Component.LockType, "LOCK", "lock");

    public Component State(string appId, string name) => Find(appId, name, Component.StateType) ?? throw NoStore(appId, name, Component.StateType, "STATE", "state");

    private static bool IsActorStateStore(Component component) => component.Type == Component.StateType && component.Flag("actorStateStore");

    private Component? Find(string appId, string name, string type) =>
        VisibleTo(appId).FirstOrDefault(c => c.Type == type && c.Name == name);

    private ApiException NoStore(string appId, string name, string type, string code, string word) =>
        VisibleTo(appId).Any(c => c.Type == type)
            ? new(StatusCodes.Status400BadRequest, GrpcStatus.InvalidArgument, $"ERR_{code}_STORE_NOT_FOUND", $"{word} store '{name}' is not found")
            : new(StatusCodes.Status500InternalServerError, GrpcStatus.FailedPrecondition, $"ERR_{code}_STORE_NOT_CONFIGURED", $"{word} store is not configured");
}
