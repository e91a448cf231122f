using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace TicketBooking.Platform.Tests;

public sealed class LineLoggingTests
{
    [Theory]
    [InlineData("Dapr.Workflow.Client.WorkflowGrpcClient", LogLevel.Information)]
    [InlineData("Dapr.Workflow.Worker.WorkflowWorker", LogLevel.Information)]
    [InlineData("Dapr.Workflow.Worker.Grpc.GrpcProtocolHandler", LogLevel.Error)]
    [InlineData("Grpc.Net.Client.Internal.GrpcCall", LogLevel.Error)]
    [InlineData("System.Net.Http.HttpClient.Default.LogicalHandler", LogLevel.Information)]
    [InlineData("Npgsql.Command", LogLevel.Information)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information)]
    public async Task Calls_turns_and_a_lost_sidecar_are_not_logged_by_libraries(string category, LogLevel level)
    {
        Assert.False(await IsLoggedAsync(category, level));
    }

    [Theory]
    [InlineData("Dapr.Workflow.Worker.WorkflowWorker", LogLevel.Error)]
    [InlineData("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.Error)]
    [InlineData("Npgsql.Connection", LogLevel.Warning)]
    [InlineData("TicketBooking.Booking.Jobs.HoldExpiry", LogLevel.Information)]
    public async Task What_fails_in_a_workflow_or_request_and_what_a_service_says_is_logged(string category, LogLevel level)
    {
        Assert.True(await IsLoggedAsync(category, level));
    }

    [Theory]
    [InlineData(LogLevel.Warning, false)]
    [InlineData(LogLevel.Error, true)]
    public void Only_an_error_has_the_stack_of_its_exception(LogLevel level, bool hasStack)
    {
        var text = new StringWriter();
        var entry = new LogEntry<string>(level, "TicketBooking.Part", default, "Cannot be fetched.", Thrown(), (state, _) => state);

        new LineFormatter(TimeProvider.System).Write(entry, null, text);

        Assert.Contains("Part: Cannot be fetched.", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("InvalidDataException: it is", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(hasStack, text.ToString().Contains($"at {typeof(LineLoggingTests)}", StringComparison.Ordinal));
        Assert.Equal(!hasStack, text.ToString().TrimEnd().Split('\n').Length == 1);
    }

    [Fact]
    public void No_text_of_a_client_begins_a_line()
    {
        var text = new StringWriter();
        var entry = new LogEntry<string>(
            LogLevel.Error, "TicketBooking.Part", default, "Refused /a\r\n2026-01-01T00:00:00.000Z info Part: forged", Thrown(), (state, _) => state);

        new LineFormatter(TimeProvider.System).Write(entry, null, text);

        var (first, rest) = text.ToString().TrimEnd().Split('\n') is [var line, .. var others] ? (line, others) : default;
        Assert.EndsWith(@"Refused /a\u000d\u000a2026-01-01T00:00:00.000Z info Part: forged", first, StringComparison.Ordinal);
        Assert.All(rest, line => Assert.StartsWith("  ", line, StringComparison.Ordinal));
    }

    private static InvalidDataException Thrown()
    {
        try
        {
            throw new InvalidDataException("it is\naway");
        }
        catch (InvalidDataException exception)
        {
            return exception;
        }
    }

    private static async Task<bool> IsLoggedAsync(string category, LogLevel level)
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults();
        await using var app = builder.Build();
        return app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level);
    }
}
