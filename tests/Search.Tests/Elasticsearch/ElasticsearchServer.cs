using System.Net.Sockets;
using System.Runtime.CompilerServices;
using DotNet.Testcontainers.Builders;
using Elastic.Clients.Elasticsearch;
using Elastic.Clients.Elasticsearch.IndexManagement;
using TicketBooking.Search.Engines.Elasticsearch;
using Xunit;

namespace TicketBooking.Search.Tests.Elasticsearch;

/// <summary>
/// A real server of 9.x: the one that <c>SEARCH_ELASTICSEARCH</c> names, else one in a container, where a container engine answers. All classes of
/// the assembly share it. Each fixture has an alias of its own, and deletes its indexes at the end.
/// </summary>
public sealed class ElasticsearchServer : IAsyncLifetime
{
    public const string Variable = "SEARCH_ELASTICSEARCH";

    // Of the client's version. Without security: the tests speak plain HTTP.
    private const string Image = "docker.elastic.co/elasticsearch/elasticsearch:9.5.3";
    private const ushort Port = 9200;

    private static readonly string? Given = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? address : null;
    private static readonly Lazy<string?> Missing = new(() =>
        Given is not null || DoesContainerEngineAnswer() ? null : $"No Elasticsearch: {Variable} names none, and no container engine answers.");

    private static readonly Lazy<Task<string>> Container = new(StartContainerAsync);

    /// <summary>Why there is no server; null when there is one. Found once.</summary>
    public static string? SkipReason => Missing.Value;

    /// <summary>Null without a server.</summary>
    public string? Address { get; private set; }

    /// <summary>For <c>Search:Elasticsearch:Index</c>.</summary>
    public string Index { get; } = $"t{Guid.CreateVersion7():N}";

    public async ValueTask InitializeAsync() => Address = SkipReason is null ? Given ?? await Container.Value : null;

    public async ValueTask DisposeAsync()
    {
        if (Address is null)
        {
            return;
        }

        var client = ElasticsearchSetup.Open(new ElasticsearchOptions { Uri = new Uri(Address) });
        // By name: servers refuse to delete by pattern.
        var indexes = await client.Indices.GetAliasAsync(new GetAliasRequest((Indices)$"{Index}-*"));
        foreach (var index in indexes.Aliases!.Keys)
        {
            await client.Indices.DeleteAsync(new DeleteIndexRequest(index));
        }

        await client.Indices.DeleteIndexTemplateAsync(new DeleteIndexTemplateRequest(Index));
    }

    private static async Task<string> StartContainerAsync()
    {
        // It ends with the process: Testcontainers looks after that.
        var container = new ContainerBuilder(Image)
            .WithEnvironment("discovery.type", "single-node")
            .WithEnvironment("xpack.security.enabled", "false")
            .WithEnvironment("ES_JAVA_OPTS", "-Xms512m -Xmx512m")
            .WithPortBinding(Port, assignRandomHostPort: true)
            .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(request =>
                request.ForPort(Port).ForPath("/_cluster/health?wait_for_status=yellow&timeout=1s")))
            .Build();
        await container.StartAsync();
        return $"http://{container.Hostname}:{container.GetMappedPublicPort(Port)}";
    }

    private static bool DoesContainerEngineAnswer() =>
        Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host
            ? Uri.TryCreate(host, UriKind.Absolute, out var uri) && (uri.Scheme == "unix" ? DoesAnswer(new UnixDomainSocketEndPoint(uri.AbsolutePath)) : DoesAnswer(uri))
            : DoesAnswer(new UnixDomainSocketEndPoint("/var/run/docker.sock"));

    private static bool DoesAnswer(UnixDomainSocketEndPoint socket) => DoesAnswer(
        new Uri("http://localhost"),
        async (_, cancellationToken) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(socket, cancellationToken);
            return new NetworkStream(connection, ownsSocket: true);
        });

    private static bool DoesAnswer(Uri address, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = connect }) { Timeout = TimeSpan.FromSeconds(3) };
        using var ping = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(address) { Scheme = "http", Path = "/_ping" }.Uri);
        try
        {
            using var answer = client.Send(ping);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}

/// <summary>A test that needs a real server, and is skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ElasticsearchFactAttribute : FactAttribute
{
    public ElasticsearchFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Skip = ElasticsearchServer.SkipReason;
}
