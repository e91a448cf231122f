using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.Database;
using TicketBooking.Sidecar.Invocation;
using TicketBooking.Sidecar.Lock;
using TicketBooking.Sidecar.PubSub;
using TicketBooking.Sidecar.State;
using TicketBooking.Sidecar.Workflow;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>Adds the parts of the sidecars, and maps their two APIs.</summary>
internal static class SidecarServices
{
    private const int MaxConnections = 20;

    public static void AddSidecars(this IServiceCollection services, SidecarOptions options, ComponentSet components, AppDirectory apps)
    {
        services.AddSingleton(options).AddSingleton(options.LoggerFactory).AddSingleton(options.TimeProvider).AddSingleton(components).AddSingleton(apps);
        services.AddSingleton(new TokenGate(options.ApiToken)).AddSingleton(_ => new AppChannel(options.AppApiToken));
        services.AddSingleton(_ => Databases.Open($"{options.Postgres};Maximum Pool Size={MaxConnections}", "sidecar", options.LoggerFactory));
        services.AddSingleton<InvocationProxy>().AddSingleton<Locks>().AddSingleton<LockTable>();
        services.AddSingleton<StateStore>().AddSingleton<MessageLog>().AddSingleton<LogWriter>().AddSingleton<Publisher>().AddSingleton<Deliveries>().AddSingleton<DeliveryAttempt>();
        services.AddSingleton<Subscriptions>().AddSingleton<SubscriptionReader>();
        // Started in this order before the server, stopped in the reverse order after it.
        services.AddHostedService<DatabaseOwner>();
        services.AddRunning<Broadcast>();
        services.AddRunning<WorkflowEngines>();
        services.AddHostedService<Pruner>();
        services.AddHostedService<AppWatch>();
        services.AddRouting().AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<ApiInterceptor>();
            grpc.EnableDetailedErrors = true;
            // A workflow's whole history travels in one message.
            grpc.MaxReceiveMessageSize = null;
        });
    }

    public static void MapSidecars(this WebApplication web)
    {
        web.MapWhen(context => HttpProtocol.IsHttp2(context.Request.Protocol), grpc => grpc.UseRouting().UseEndpoints(routes =>
        {
            routes.MapGrpcService<DaprService>();
            routes.MapGrpcService<TaskHubService>();
        }));
        web.UseApiErrors();
        var gate = web.Services.GetRequiredService<TokenGate>();
        web.Use(next => context => gate.Lets(context.Request)
            ? next(context)
            : ApiErrors.WriteAsync(context, StatusCodes.Status401Unauthorized, "ERR_UNAUTHENTICATED", "invalid api token"));
        // Before routing: the paths of calls for other apps are not the sidecar's.
        var proxy = web.Services.GetRequiredService<InvocationProxy>();
        web.Use(next => context => InvocationTarget.Of(context) is { } target ? proxy.InvokeAsync(context, target) : next(context));
        web.UseRouting();
        web.MapPublishing();
        web.MapLocks();
        web.MapState();
        web.MapMetadata();
        web.MapPubSubAdmin();
    }

    private static void AddRunning<T>(this IServiceCollection services)
        where T : class, IHostedService =>
        services.AddSingleton<T>().AddHostedService(provider => provider.GetRequiredService<T>());
}
