using System.Net;
using System.Net.Http.Headers;

namespace TicketBooking.OnSale.Machine;

/// <summary>Clients of the launched system, each with as many connections as are needed.</summary>
internal static class Connections
{
    /// <summary>The proxy that the gateway trusts.</summary>
    public static IPAddress Proxy { get; } = IPAddress.Parse("127.0.0.2");

    /// <summary>What the gateway has to be started with.</summary>
    public static string TrustSetting => $"Gateway__TrustedProxies__0={Proxy}/32";

    /// <summary>Of the gateway, from the proxy's address.</summary>
    public static HttpClient ToGateway(LaunchedSystem system) => LocalAddress.ClientFrom(Proxy, system.Gateway);

    /// <summary>Of Booking, as its sidecar.</summary>
    public static HttpClient ToBooking(LaunchedSystem system) =>
        new() { BaseAddress = system.Booking, DefaultRequestHeaders = { { "dapr-api-token", system.AppToken } } };

    /// <summary>Of the payment provider, as a browser.</summary>
    public static HttpClient ToProvider(LaunchedSystem system) =>
        new() { BaseAddress = system.Provider, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", system.BrowserKey) } };
}
