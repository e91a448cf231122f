using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests.Database;

/// <summary>A service with two connections and places for three requests of a route.</summary>
public sealed class BusyTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestPostgres _postgres = null!;
    private TestService _service = null!;
    private int _waiting;

    private NpgsqlDataSource Database => _service.Services.GetRequiredService<NpgsqlDataSource>();

    public async ValueTask InitializeAsync()
    {
        _postgres = await TestPostgres.CreateAsync();
        _service = await TestService.StartAsync(
            builder => builder.AddDatabase(typeof(BusyTests).Assembly),
            app =>
            {
                app.MapPost("/things/{id:int}", async (int id, NpgsqlDataSource database, CancellationToken cancellationToken) =>
                    await database.Command("INSERT INTO tbl_thing VALUES ($1)", id).RunAsync(cancellationToken));
                app.MapGet("/wait", async () =>
                {
                    Interlocked.Increment(ref _waiting);
                    await _signal.Task;
                });
            },
            ("ConnectionStrings:Database", $"{_postgres.ConnectionString};Maximum Pool Size=2;Timeout=1"),
            ("Requests:MostOfARoute", "3"));
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_wait_for_a_lock_ends_with_503_and_other_rows_are_written_meanwhile()
    {
        await using var other = await _postgres.DataSource.OpenConnectionAsync();
        await using var stuck = await other.BeginTransactionAsync();
        await stuck.Command("INSERT INTO tbl_thing VALUES (1)").RunAsync(CancellationToken.None);

        var since = Stopwatch.GetTimestamp();
        var refused = PostAsync(1);
        using var written = await PostAsync(2);
        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
        Assert.False(refused.IsCompleted);

        await AssertBusyAsync(await refused);
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(15));
        await stuck.RollbackAsync();
        using var now = await PostAsync(1);
        Assert.Equal(HttpStatusCode.OK, now.StatusCode);
    }

    [Fact]
    public async Task A_request_that_gets_no_connection_is_503_until_there_is_one()
    {
        await using var one = await Database.OpenConnectionAsync();
        await using var two = await Database.OpenConnectionAsync();

        await AssertBusyAsync(await PostAsync(1));

        await one.CloseAsync();
        using var now = await PostAsync(1);
        Assert.Equal(HttpStatusCode.OK, now.StatusCode);
    }

    [Fact]
    public async Task More_requests_of_a_route_than_may_wait_are_503_at_once_and_other_routes_go_on()
    {
        var places = Enumerable.Range(0, 3).Select(_ => GetAsync("/wait")).ToArray();
        await Eventually.IsTrueAsync(() => Volatile.Read(ref _waiting) == 3);

        await AssertBusyAsync(await GetAsync("/wait"));
        using var other = await PostAsync(1);
        using var health = await GetAsync("/health/live");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (other.StatusCode, health.StatusCode));

        _signal.SetResult();
        Assert.All(await Task.WhenAll(places), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        using var again = await GetAsync("/wait");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    private static async Task AssertBusyAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("urn:ticket-booking:problem:service-busy", problem.GetProperty("type").GetString());
        answer.Dispose();
    }

    private Task<HttpResponseMessage> GetAsync(string path) => _service.Client.GetAsync(new Uri(path, UriKind.Relative));

    private Task<HttpResponseMessage> PostAsync(int id) => _service.Client.PostAsync(new Uri($"/things/{id}", UriKind.Relative), content: null);
}
