using System.Collections.Concurrent;
using System.Text;

namespace TicketBooking.Platform.Tests;

/// <summary>Keeps what an exporter posts over OTLP. Names are plain text in its bytes.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> _received = new();
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Traces => _received.GetValueOrDefault("traces", "");

    public string Metrics => _received.GetValueOrDefault("metrics", "");

    /// <summary>What tells a service to export here.</summary>
    public (string Key, string Value)[] Settings =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", _app.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.MapPost("/v1/{signal}", receiver.KeepAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task KeepAsync(string signal, Stream body)
    {
        using var reader = new StreamReader(body, Encoding.Latin1);
        var posted = await reader.ReadToEndAsync();
        _received.AddOrUpdate(signal, posted, (_, before) => before + posted);
    }
}
