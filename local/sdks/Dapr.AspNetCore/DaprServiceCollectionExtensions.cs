using Dapr;
using Dapr.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the sidecar's client.</summary>
public static class DaprServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="DaprClient"/>, with the sidecar's addresses and token from configuration, then environment variables.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Has the last word.</param>
    /// <param name="lifetime">One for the process unless told otherwise.</param>
    public static void AddDaprClient(
        this IServiceCollection services, Action<DaprClientBuilder>? configure = null, ServiceLifetime lifetime = ServiceLifetime.Singleton) =>
        services.AddDaprClient((_, builder) => configure?.Invoke(builder), lifetime);

    /// <summary>As above; <paramref name="configure"/> may ask other services.</summary>
    public static void AddDaprClient(
        this IServiceCollection services,
        Action<IServiceProvider, DaprClientBuilder> configure,
        ServiceLifetime lifetime = ServiceLifetime.Singleton) =>
        services.TryAdd(new ServiceDescriptor(typeof(DaprClient), provider => Build(provider, configure), lifetime));

    private static DaprClient Build(IServiceProvider provider, Action<IServiceProvider, DaprClientBuilder> configure)
    {
        var configuration = provider.GetService<IConfiguration>();
        var builder = new DaprClientBuilder()
            .UseHttpEndpoint(DaprDefaults.GetDefaultHttpEndpoint(configuration))
            .UseGrpcEndpoint(DaprDefaults.GetDefaultGrpcEndpoint(configuration));
        var token = DaprDefaults.GetDefaultDaprApiToken(configuration);
        if (!string.IsNullOrWhiteSpace(token))
        {
            builder.UseDaprApiToken(token);
        }

        configure(provider, builder);
        return builder.Build();
    }
}
