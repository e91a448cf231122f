using System.Net;
using System.Net.Sockets;
using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Embedded;

/// <summary>An app that listens and takes no more connections, as one that gets no processor time.</summary>
public sealed class FullQueueTests(TestPostgres postgres) : IClassFixture<TestPostgres>
{
    private const int MoreThanWait = 4;

    [Fact]
    public async Task An_invocation_of_it_is_answered_as_failed()
    {
        using var app = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        app.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        app.Listen(0);
        using var waiting = new CancellationTokenSource();
        Socket[] others = [.. Enumerable.Range(0, MoreThanWait).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))];
        Task[] connecting = [.. others.Select(other => other.ConnectAsync(app.LocalEndPoint!, waiting.Token).AsTask())];
        await using var sidecar = await EmbeddedSidecar.StartAsync(postgres, ("app", ((IPEndPoint)app.LocalEndPoint!).Port), ("caller", 0));
        using var http = sidecar.HttpOf("caller");

        using var answer = await http.GetAsync("/v1.0/invoke/app/method/hello");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("ERR_DIRECT_INVOKE", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await waiting.CancelAsync();
        await Task.WhenAll(connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Array.ForEach(others, other => other.Dispose());
    }
}
