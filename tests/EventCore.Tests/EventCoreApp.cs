using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using TicketBooking.EventCore.Security;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>The service on a real port with a database of its own (<c>IClassFixture&lt;EventCoreApp&gt;</c>).</summary>
public sealed class EventCoreApp : IAsyncLifetime
{
    /// <summary>Clients of <see cref="Http"/> reach the service under this name, as they would through a gateway.</summary>
    public const string Issuer = TestTokens.Issuer;

    public const string AdminUsername = "root";
    public const string AdminPassword = "correct horse battery";

    /// <summary>What the service wants to see of its sidecar.</summary>
    public const string AppToken = "token-of-the-app";

    public static readonly string KeyEncryptionKey = Convert.ToBase64String(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());

    private KestrelHost<IssuerStart>? _host;
    private TestPostgres? _ownDatabase;

    public TestPostgres Database { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public int Port => _host!.Port;

    /// <summary>A part of the service.</summary>
    internal T Get<T>()
        where T : notnull => _host!.Services.GetRequiredService<T>();

    /// <summary>What the service is told; the last value of a key counts.</summary>
    public static (string Key, string Value)[] Settings(TestPostgres database, params (string Key, string Value)[] changes) =>
    [
        ("urls", "http://127.0.0.1:0"),
        ("ASPNETCORE_ENVIRONMENT", "Development"),
        ("ConnectionStrings:Database", database.ConnectionString),
        ("APP_API_TOKEN", AppToken),
        ("DAPR_API_TOKEN", "asked for by none here"),
        ("Auth:Issuer", Issuer),
        ("Auth:KeyEncryptionKey", KeyEncryptionKey),
        ("Admin:Username", AdminUsername),
        ("Admin:Email", "root@tickets.test"),
        ("Admin:Password", AdminPassword),
        // More than the 1,000 of the hashes that a test makes to see them renewed.
        ("Passwords:IterationCount", "2000"),
        // A test may ask much at once, on a machine that does other things too.
        ("Auth:Hashing:MostWaiting", "1000"),
        ("Auth:Hashing:LongestWait", "00:01:00"),
        // A test of many prices makes many events.
        ("Quotas:EventsPerDay", "1000"),
        ("Quotas:VenuesPerDay", "1000"),
        .. changes,
    ];

    /// <summary>The service as its own process. For starts that must fail, of which a host inside the test could tell less.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(IEnumerable<(string Key, string Value)> settings, params string[] words) =>
        ServiceProcess.RunAsync(ServiceProcess.CommandOf("EventCore", settings, words));

    /// <summary>One more instance, on a database that others may use too.</summary>
    public static EventCoreApp Start(TestPostgres database, params (string Key, string Value)[] settings)
    {
        var app = new EventCoreApp { Database = database };
        app.Start(settings);
        return app;
    }

    public async ValueTask InitializeAsync()
    {
        Database = _ownDatabase = await TestPostgres.CreateAsync();
        Start([]);
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_ownDatabase is not null)
        {
            await _ownDatabase.DisposeAsync();
        }
    }

    private void Start((string Key, string Value)[] settings)
    {
        _host = new KestrelHost<IssuerStart>(Settings(Database, settings));
        Http = ClientOf(_host.Port);
    }

    /// <summary>Keeps no cookies, so that a test says which it sends.</summary>
    internal static HttpClient ClientOf(int port) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync("127.0.0.1", port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri(Issuer),
        DefaultRequestHeaders = { { "dapr-api-token", AppToken } },
    };
}
