using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Npgsql;
using TicketBooking.Testing;

namespace TicketBooking.Platform.Tests.Idempotency;

/// <summary>
/// A service made of Platform with a database, callers with tokens, and one route that takes a key: <c>POST /things</c>. What the route
/// does is the test's <see cref="Handle"/>.
/// </summary>
internal sealed class ShopService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestPostgres _postgres;
    private int _runs;

    private ShopService(TestPostgres postgres, (string Key, string Value)[] settings)
    {
        _postgres = postgres;
        _app = Build(settings);
    }

    /// <summary>How often the handler ran.</summary>
    public int Runs => _runs;

    /// <summary>What a run does; it gets its own number.</summary>
    public Func<int, HttpContext, Task<IResult>> Handle { get; set; } =
        (run, context) =>
        {
            context.Response.Headers.ETag = $"\"{run}\"";
            context.Response.Cookies.Append("session", "secret");
            return Task.FromResult<IResult>(TypedResults.Created($"/things/{run}", new { run }));
        };

    /// <summary>Completes when the server knows that the client of a request with header <c>X-Watch</c> has gone.</summary>
    public TaskCompletionSource Disconnected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the server is done with such a request.</summary>
    public TaskCompletionSource Finished { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<ShopService> StartAsync(params (string Key, string Value)[] settings)
    {
        var service = new ShopService(await TestPostgres.CreateAsync(), settings);
        await service._app.StartAsync();
        return service;
    }

    /// <summary>Another user at every call.</summary>
    public HttpClient NewUser()
    {
        var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 })
        {
            BaseAddress = new Uri(_app.Urls.Single()),
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Issue());
        return client;
    }

    public async Task<T> SqlAsync<T>(string sql)
    {
        await using var command = _postgres.DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>As if the process that runs the request had died longer ago than the lease.</summary>
    public Task LetTheLeasePassAsync() =>
        SqlAsync<Guid>("UPDATE tbl_idempotency_key SET claimed_at = claimed_at - interval '61 seconds' RETURNING claim_id");

    /// <summary>Jobs that prune: one for the outbox, one for the keys.</summary>
    public int PruningJobs => _app.Services.GetServices<IHostedService>().OfType<HourlyPruning>().Count();

    public Task<int> PruneAsync() => IdempotencyTable.PruneAsync(
        _app.Services.GetRequiredService<NpgsqlDataSource>(),
        TimeSpan.FromHours(_app.Services.GetRequiredService<IOptions<IdempotencyOptions>>().Value.RetentionHours),
        CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private WebApplication Build((string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(
        [
            new("urls", "http://127.0.0.1:0"),
            new("ConnectionStrings:Database", _postgres.ConnectionString),
            new("Auth:Issuer", TestTokens.Issuer),
            .. settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
        ]);
        builder.AddServiceDefaults();
        builder.AddDatabase(typeof(ShopService).Assembly);
        builder.AddOutbox("tbl_thing_outbox");
        builder.AddIdempotencyKeys();
        builder.AddTokenValidation<NoBans>(jwt => jwt.Configuration = new OpenIdConnectConfiguration { SigningKeys = { TestTokens.Key } });
        TestService.AddValidation(builder);
        var app = builder.Build();
        app.UseServiceDefaults();
        app.Use(WatchAsync);
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapPost("/things", (TestBody body, HttpContext context) => Handle(Interlocked.Increment(ref _runs), context)).WithIdempotencyKey();
        return app;
    }

    private sealed class NoBans : IBans
    {
        public ValueTask<bool> IsBannedAsync(Guid userId, CancellationToken cancellationToken) => new(false);
    }

    private async Task WatchAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Headers.ContainsKey("X-Watch"))
        {
            await next(context);
            return;
        }

        await using var watch = context.RequestAborted.Register(() => Disconnected.TrySetResult());
        try
        {
            await next(context);
        }
        finally
        {
            Finished.TrySetResult();
        }
    }
}
