using System.Net.Sockets;
using Microsoft.AspNetCore.Mvc.Testing;
using TicketBooking.EventCore.Security;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>The service on a real port with a database of its own (<c>IClassFixture&lt;EventCoreApp&gt;</c>).</summary>
public sealed class EventCoreApp : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>Clients of <see cref="Http"/> reach the service under this name, as they would through a gateway.</summary>
    public const string Issuer = "http://tickets.test";

    public const string AdminUsername = "root";
    public const string AdminPassword = "correct horse battery";

    public static readonly string KeyEncryptionKey = Convert.ToBase64String(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());

    private WebApplicationFactory<IssuerStart>? _factory;

    public TestPostgres Database { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public int Port => _factory!.ClientOptions.BaseAddress.Port;

    /// <summary>What the service is told; the last value of a key counts.</summary>
    public static (string Key, string Value)[] Settings(TestPostgres database, params (string Key, string Value)[] changes) =>
    [
        ("urls", "http://127.0.0.1:0"),
        ("ASPNETCORE_ENVIRONMENT", "Development"),
        ("ConnectionStrings:Database", database.ConnectionString),
        ("Auth:Issuer", Issuer),
        ("Auth:KeyEncryptionKey", KeyEncryptionKey),
        ("Admin:Username", AdminUsername),
        ("Admin:Email", "root@tickets.test"),
        ("Admin:Password", AdminPassword),
        .. changes,
    ];

    /// <summary>One more instance, on a database that others may use too.</summary>
    public static EventCoreApp Start(TestPostgres database, params (string Key, string Value)[] settings)
    {
        var app = new EventCoreApp { Database = database };
        app.Start(settings);
        return app;
    }

    public async Task InitializeAsync()
    {
        Database = await TestPostgres.CreateAsync();
        Start([]);
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (_factory is not null)
        {
            await _factory.DisposeAsync();
        }
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Database.DisposeAsync();
    }

    private void Start((string Key, string Value)[] settings)
    {
        _factory = new WebApplicationFactory<IssuerStart>().WithWebHostBuilder(web =>
        {
            foreach (var (key, value) in Settings(Database, settings))
            {
                web.UseSetting(key, value);
            }
        });
        _factory.UseKestrel(0);
        _factory.StartServer();
        Http = ClientOf(_factory.ClientOptions.BaseAddress);
    }

    /// <summary>Keeps no cookies, so that a test says which it sends.</summary>
    private static HttpClient ClientOf(Uri address) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync("127.0.0.1", address.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri(Issuer),
    };
}
