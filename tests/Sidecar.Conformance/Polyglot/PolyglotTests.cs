using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TicketBooking.Sidecar.Conformance.Targets;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance.Polyglot;

public sealed class PolyglotTests(TestPostgres postgres) : IClassFixture<TestPostgres>
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_app_in_python_without_any_package_invokes_locks_publishes_and_subscribes()
    {
        await using var neighbour = await TestApp.StartAsync([]);
        neighbour.On("/seats", context => context.Response.WriteAsJsonAsync(new { row = context.Request.Query["row"].ToString() }));
        await using var sidecar = await EmbeddedSidecar.StartAsync(postgres, ("python", 0), ("neighbour", neighbour.Port));
        using var python = Start(sidecar["python"].HttpPort);
        using var deadline = new CancellationTokenSource(GiveUpAfter);

        var port = await python.StandardOutput.ReadLineAsync(deadline.Token);
        sidecar.AttachApp("python", int.Parse(port!, CultureInfo.InvariantCulture));
        var seen = await python.StandardOutput.ReadLineAsync(deadline.Token);
        await python.WaitForExitAsync(deadline.Token);

        Assert.True(python.ExitCode == 0, await python.StandardError.ReadToEndAsync(deadline.Token));
        Assert.Equal(
            """{"invoked":{"row":"A"},"taken":true,"refused":false,"notMine":2,"released":0,"single":{"n":1},"many":[0,1,2],"token":true}""",
            JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(seen!)));
    }

    private static Process Start(int httpPort)
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "Polyglot", "app.py")])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["DAPR_HTTP_PORT"] = $"{httpPort}";
        start.Environment["DAPR_API_TOKEN"] = EmbeddedTarget.Token;
        start.Environment["APP_API_TOKEN"] = EmbeddedTarget.AppToken;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("python3 is not on PATH; install Python 3, this test proves that other languages can use the sidecar.", e);
        }
    }
}
