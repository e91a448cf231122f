using Npgsql;
using TicketBooking.Sidecar.Apps;
using TicketBooking.Sidecar.Components;
using TicketBooking.Sidecar.Database;
using TicketBooking.Sidecar.Invocation;
using TicketBooking.Sidecar.Lock;
using TicketBooking.Sidecar.PubSub;
using TicketBooking.Sidecar.State;
using TicketBooking.Sidecar.Workflow;

namespace TicketBooking.Sidecar.Hosting;

/// <summary>What the sidecars are made of, and the two APIs they answer.</summary>
internal static class SidecarServices
{
    private const int MaxConnections = 20;

    public static void AddSidecars(this IServiceCollection services, SidecarOptions options, ComponentSet components, AppDirectory apps)
    {
        services.AddSingleton(options.LoggerFactory).AddSingleton(options.TimeProvider).AddSingleton(components).AddSingleton(apps);
        services.AddSingleton(new TokenGate(options.ApiToken)).AddSingleton(_ => new AppChannel(options.AppApiToken));
        services.AddSingleton(_ => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.Postgres)
        {
            MaxPoolSize = MaxConnections, ApplicationName = "sidecar",
        }));
        services.AddSingleton<InvocationProxy>().AddSingleton<Locks>().AddSingleton<LockTable>();
        services.AddSingleton<StateStore>().AddSingleton<StateTable>();
        services.AddSingleton<MessageLog>().AddSingleton<Publisher>().AddSingleton<Deliveries>().AddSingleton<DeliveryAttempt>();
        services.AddSingleton<Subscriptions>().AddSingleton<SubscriptionReader>();
        // Stopped in the reverse order, after the server: deliveries end before the log that they may bury messages in.
        services.AddHostedService(_ => new DatabaseOwner(options.Postgres));
        services.AddHostedService<Migrations>();
        services.AddRunning<LogWriter>();
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
        web.UseTokenGate();
        web.UseInvocation();
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
