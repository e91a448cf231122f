using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry.Metrics;
using TicketBooking.Testing;
using TicketBooking.Testing.Otlp;
using Xunit;

namespace TicketBooking.Platform.Tests;

/// <summary>Listeners are of the whole process, so these run one after the other.</summary>
public sealed class TelemetryTests(TestPostgres postgres) : IClassFixture<TestPostgres>
{
    private const string Own = "TicketBooking.Test";

    private static readonly ActivitySource Source = new(Own);
    private static readonly Meter Meter = new(Own);
    private static readonly Counter<int> Asked = Meter.CreateCounter<int>("test.asked");

    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("System.Net.Http")]
    [InlineData("Npgsql")]
    [InlineData(Own)]
    [InlineData("GET /ask")]
    [InlineData("SELECT 'asked'")]
    public async Task With_an_endpoint_its_receiver_gets_the_spans_of(string source)
    {
        await using var receiver = await ReceiveAsync();

        Assert.Contains(source, receiver.Traces, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http.server.request.duration")]
    [InlineData("http.client.request.duration")]
    [InlineData("db.client.operation.duration")]
    [InlineData("dotnet.gc.collections")]
    [InlineData("test.asked")]
    public async Task With_an_endpoint_its_receiver_gets_the_metric(string metric)
    {
        await using var receiver = await ReceiveAsync();

        Assert.Contains(metric, receiver.Metrics.Select(exported => exported.Name));
    }

    [Fact]
    public async Task Health_checks_and_what_they_ask_are_in_no_trace()
    {
        await using var receiver = await ReceiveAsync();

        Assert.DoesNotContain("GET /health", receiver.Traces, StringComparison.Ordinal);
        // Not "SELECT 1 FROM …": other tests create their databases meanwhile, in this process.
        Assert.DoesNotMatch("SELECT 1(?! FROM)", receiver.Traces);
    }

    [Theory]
    [InlineData(null, 15_000)]
    [InlineData("700", 700)]
    public async Task Metrics_are_exported_every_15_seconds_unless_a_setting_says_else(string? setting, int expected)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var service = await TestService.StartAsync(
            _ => { }, [.. receiver.Settings, .. setting is null ? Array.Empty<(string, string)>() : [("OTEL_METRIC_EXPORT_INTERVAL", setting)]]);

        Assert.Equal(
            expected,
            service.Services.GetRequiredService<IOptions<PeriodicExportingMetricReaderOptions>>().Value.ExportIntervalMilliseconds);
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_listens()
    {
        await AskAsync();

        Assert.False(Source.HasListeners());
        Assert.False(Asked.Enabled);
    }

    private async Task<OtlpReceiver> ReceiveAsync()
    {
        var receiver = await OtlpReceiver.StartAsync();
        await AskAsync(receiver.Settings);
        return receiver;
    }

    /// <summary>Runs a service for two requests. Its end sends what it has not sent yet.</summary>
    private async Task AskAsync(params (string Key, string Value)[] settings)
    {
        await using var service = await TestService.StartAsync(
            builder => builder.AddDatabase(typeof(TelemetryTests).Assembly),
            app => app.MapGet("/ask", AnswerAsync),
            [.. settings, ("ConnectionStrings:Database", postgres.ConnectionString)]);
        await service.Client.GetStringAsync("/ask");
        using var health = await service.Client.GetAsync("/health/ready");
    }

    private static async Task<string> AnswerAsync(NpgsqlDataSource database)
    {
        using var span = Source.StartActivity("answer");
        Asked.Add(1);
        await using var command = database.CreateCommand("SELECT 'asked'");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
