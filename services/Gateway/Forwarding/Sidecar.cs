using System.Text;
using Dapr;
using Microsoft.Extensions.Options;

namespace TicketBooking.Gateway.Forwarding;

/// <summary>
/// The only destination. <c>DaprClient.CreateInvokeHttpClient</c> is not for a proxy: it follows redirects, keeps cookies, gives up on
/// streams after 100 seconds and rewrites addresses into their canonical form.
/// </summary>
internal sealed class Sidecar(IConfiguration configuration, IOptions<ForwardingOptions> options, TimeProvider clock) : IDisposable
{
    public string Address { get; } = DaprDefaults.GetDefaultHttpEndpoint(configuration).TrimEnd('/');

    public string Token { get; } = DaprDefaults.GetDefaultDaprApiToken(configuration);

    public HttpMessageInvoker Http { get; } = new(new SidecarHandler(options.Value.AnswerWithin, clock)
    {
        InnerHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        },
    });

    public void Dispose() => Http.Dispose();
}
