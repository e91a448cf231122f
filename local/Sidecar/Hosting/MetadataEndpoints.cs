using System.Collections.Concurrent;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Runtime;
using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.PubSub;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>What this sidecar is and has.</summary>
internal sealed class MetadataEndpoints(string appId, ComponentSet components, Subscriptions subscriptions, Broadcast broadcast)
{
    private const string Version = "embedded";
    private readonly ConcurrentDictionary<string, string> _extended = new(StringComparer.Ordinal);

    public void MapHttp(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1.0/metadata", context => context.Response.WriteAsJsonAsync(
            new
            {
                id = appId,
                runtimeVersion = Version,
                extended = _extended,
                components = components.VisibleTo(appId).Select(c => new { c.Name, c.Type, c.Version }),
                subscriptions = subscriptions.Of(appId).Concat(broadcast.Of(appId)).Select(s => new { pubsubname = s.PubSub, s.Topic, s.DeadLetterTopic, rules = new[] { new { path = s.Route } } }),
            },
            context.RequestAborted));
        routes.MapPut("/v1.0/metadata/{key}", async context =>
        {
            _extended[context.Route("key")] = Encoding.UTF8.GetString(await context.Request.ReadAllAsync(context.RequestAborted));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
    }

    public void MapGrpc(IEndpointRouteBuilder routes)
    {
        routes.MapApi(DaprMethods.GetMetadata, (_, _) => Task.FromResult(Describe()));
        routes.MapApi(DaprMethods.SetMetadata, (call, _) =>
        {
            _extended[call.Key] = call.Value;
            return Task.FromResult(new Empty());
        });
    }

    private GetMetadataResponse Describe()
    {
        var answer = new GetMetadataResponse { Id = appId, RuntimeVersion = Version };
        answer.ExtendedMetadata.Add(_extended);
        answer.RegisteredComponents.Add(
            components.VisibleTo(appId).Select(c => new RegisteredComponents { Name = c.Name, Type = c.Type, Version = c.Version }));
        return answer;
    }
}
