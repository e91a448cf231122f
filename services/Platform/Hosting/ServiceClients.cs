using Dapr;
using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace TicketBooking.Platform;

/// <summary>Clients of other services, through the own sidecar.</summary>
public static class ServiceClients
{
    /// <summary>Adds one instance of a client whose constructor takes the <see cref="HttpClient"/> that calls the service.</summary>
    /// <typeparam name="TClient">The client.</typeparam>
    /// <param name="builder">The service that calls.</param>
    /// <param name="appId">Dapr app id of the service that is called.</param>
    public static void AddServiceClient<TClient>(this WebApplicationBuilder builder, string appId)
        where TClient : class =>
        builder.Services.AddSingleton(services =>
            ActivatorUtilities.CreateInstance<TClient>(services, ClientOf(appId, builder.Configuration)));

    internal static HttpClient ClientOf(string appId, IConfiguration configuration) => DaprClient.CreateInvokeHttpClient(
        appId, DaprDefaults.GetDefaultHttpEndpoint(configuration), DaprDefaults.GetDefaultDaprApiToken(configuration));
}
