using Dapr.Common;
using Dapr.Workflow.Engine;
using Dapr.Workflow.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dapr.Workflow;

/// <summary>Registers workflows.</summary>
public static class WorkflowServiceCollectionExtensions
{
    /// <summary>Registers <see cref="DaprWorkflowClient"/> and a worker without workflows of its own.</summary>
    public static IServiceCollection AddDaprWorkflow(this IServiceCollection services) => services.AddDaprWorkflow(_ => { });

    /// <summary>
    /// Registers <see cref="DaprWorkflowClient"/> and the worker that runs what <paramref name="configure"/> registers, connected to
    /// the sidecar that configuration or environment name.
    /// </summary>
    public static IServiceCollection AddDaprWorkflow(
        this IServiceCollection services, Action<WorkflowRuntimeOptions> configure, ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        var options = new WorkflowRuntimeOptions();
        configure(options);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Connect);
        services.TryAddSingleton<WorkflowTurn>();
        services.TryAddSingleton<ActivityRun>();
        services.AddHostedService<WorkflowWorker>();
        services.Add(new ServiceDescriptor(
            typeof(DaprWorkflowClient),
            provider => new DaprWorkflowClient(provider.GetRequiredService<SidecarCalls>(), provider.GetRequiredService<TimeProvider>()),
            lifetime));
        return services;
    }

    private static SidecarCalls Connect(IServiceProvider provider)
    {
        var configuration = provider.GetService<IConfiguration>();
        var endpoint = new Uri(DaprDefaults.GetDefaultGrpcEndpoint(configuration));
        return new SidecarCalls(endpoint, DaprDefaults.GetDefaultDaprApiToken(configuration));
    }
}
