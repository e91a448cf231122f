using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace TicketBooking.Testing;

/// <summary>A service as it ships, inside the test's process, on Kestrel with a free port.</summary>
/// <typeparam name="TMarker">Any type of the service's assembly.</typeparam>
public sealed class KestrelHost<TMarker> : WebApplicationFactory<TMarker>
    where TMarker : class
{
    private readonly IEnumerable<(string Name, string Value)> _settings;
    private readonly Action<IServiceCollection> _replace;

    /// <param name="settings">What the service is told; the last value of a name counts.</param>
    /// <param name="replace">Parts that a test puts in the place of the service's own, e.g. a clock.</param>
    public KestrelHost(IEnumerable<(string Name, string Value)> settings, Action<IServiceCollection>? replace = null)
    {
        (_settings, _replace) = (settings, replace ?? (static _ => { }));
        // Not with a port: the factory would set it while the service, on its own thread, may have begun to listen.
        UseKestrel();
        StartServer();
    }

    public Uri Address => ClientOptions.BaseAddress;

    public int Port => Address.Port;

    /// <summary>Follows no redirects, keeps no cookies and adds no trace, so that a test says and sees what is sent.</summary>
    public HttpClient NewClient() => new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null }) { BaseAddress = Address };

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("urls", "http://127.0.0.1:0");
        foreach (var (name, value) in _settings)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureTestServices(_replace);
    }
}
