using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TicketBooking.Testing.Otlp.Wire;

namespace TicketBooking.Testing.Otlp;

/// <summary>Stands where a collector would be, and keeps what exporters post over OTLP.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _traces = new();
    private readonly ConcurrentQueue<ExportedMetric> _metrics = new();
    private LocalServer? _server;

    /// <summary>All posted spans; names are plain text in their bytes.</summary>
    public string Traces => string.Concat(_traces);

    /// <summary>All posted metrics, in their order: one is posted again at every export.</summary>
    public IReadOnlyList<ExportedMetric> Metrics => [.. _metrics];

    /// <summary>What tells a service to export here.</summary>
    public (string Name, string Value)[] Settings =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", _server!.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        receiver._server = await LocalServer.StartAsync(app =>
        {
            app.MapPost("/v1/traces", receiver.KeepTracesAsync);
            app.MapPost("/v1/metrics", receiver.KeepMetricsAsync);
        });
        return receiver;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task KeepTracesAsync(HttpRequest request) => _traces.Enqueue(Encoding.Latin1.GetString(await BytesAsync(request)));

    private async Task KeepMetricsAsync(HttpRequest request)
    {
        foreach (var metric in ExportMetricsServiceRequest.Parser.ParseFrom(await BytesAsync(request)).ResourceMetrics.SelectMany(ExportedMetric.Of))
        {
            _metrics.Enqueue(metric);
        }
    }

    private static async Task<byte[]> BytesAsync(HttpRequest request)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted);
        return bytes.ToArray();
    }
}
