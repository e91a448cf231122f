using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;
using TicketBooking.ChildProcesses;
using TicketBooking.EmbeddedPostgres;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Deployment.Tests;

/// <summary>What an image does beside serving: <c>migrate</c> and <c>health</c>.</summary>
public sealed class CommandTests
{
    public static TheoryData<string> WithDatabase => ["EventCore", "Seats", "Booking", "Search"];

    public static TheoryData<string> Services => ["EventCore", "Seats", "Booking", "Search", "Gateway"];

    [Theory]
    [MemberData(nameof(WithDatabase))]
    public async Task A_migration_needs_its_database_and_nothing_else(string service)
    {
        await using var cluster = await PostgresCluster.StartTemporaryAsync();
        var connectionString = await cluster.CreateDatabaseAsync("fresh", CancellationToken.None);

        await RunAsync(service, "migrate", 0, ("ConnectionStrings__Database", connectionString));
        await RunAsync(service, "migrate", 0, ("ConnectionStrings__Database", connectionString));

        await using var database = NpgsqlDataSource.Create(connectionString);
        Assert.True(await database.Command("SELECT count(*) FROM schema_migration").ScalarAsync<long>(CancellationToken.None) > 0);
    }

    [Theory]
    [MemberData(nameof(WithDatabase))]
    public async Task A_migration_that_cannot_be_done_says_so(string service) =>
        await RunAsync(service, "migrate", 2, ("ConnectionStrings__Database", "Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=5"));

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_service_is_as_healthy_as_it_says(string service)
    {
        var status = StatusCodes.Status503ServiceUnavailable;
        await using var running = WebApplication.CreateSlimBuilder().Build();
        running.Urls.Add("http://127.0.0.1:0");
        running.MapGet("/health/ready", () => Results.Text("as it is", statusCode: status));
        await running.StartAsync();
        var port = ("ASPNETCORE_HTTP_PORTS", new Uri(running.Urls.Single()).Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var database = ("ConnectionStrings__Database", "Host=127.0.0.1;Port=1");

        Assert.Contains("as it is", await RunAsync(service, "health", 1, port, database));
        status = StatusCodes.Status200OK;
        Assert.Contains("as it is", await RunAsync(service, "health", 0, port, database));
        await running.StopAsync();
        await RunAsync(service, "health", 2, port, database);
    }

    /// <summary>Runs the built service with these settings alone, as a container would.</summary>
    private static async Task<string> RunAsync(string service, string command, int exitCode, params (string Name, string Value)[] settings)
    {
        var output = new List<string>();
        var given = settings.Select(setting => $"{setting.Name}={setting.Value}");
        await using var process = GuardedProcess.Start(
            new ChildCommand("env", ["-i", $"PATH={Environment.GetEnvironmentVariable("PATH")}", .. given, "dotnet", Repository.PathTo($"artifacts/bin/{service}/debug/{service}.dll"), command]),
            output.Add);
        var code = await process.Exited;
        Assert.True(code == exitCode, $"{service} {command} ended with {code}: {string.Join('\n', output)}");
        return string.Join('\n', output);
    }
}
