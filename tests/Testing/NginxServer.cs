using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using TicketBooking.ChildProcesses;

namespace TicketBooking.Testing;

/// <summary>A private nginx with the deployed configuration, on ports and in a folder of its own. It ends with the test.</summary>
public sealed class NginxServer : IAsyncDisposable
{
    private static readonly string? Program = InstalledProgram.Find("nginx");

    private readonly GuardedProcess _process;
    private readonly ConcurrentQueue<string> _lines;
    private readonly X509Certificate2 _certificate;
    private readonly int _port;

    private NginxServer(GuardedProcess process, ConcurrentQueue<string> lines, X509Certificate2 certificate, int port, int plainPort)
    {
        (_process, _lines, _certificate, _port) = (process, lines, certificate, port);
        (Address, PlainAddress) = (new Uri($"https://localhost:{port}"), new Uri($"http://localhost:{plainPort}"));
    }

    /// <summary>Why there is none; null when there is one.</summary>
    public static string? SkipReason { get; } =
        Program is null ? "nginx is not installed." : InstalledProgram.Find("openssl") is null ? "openssl is not installed." : null;

    public Uri Address { get; }

    public Uri PlainAddress { get; }

    /// <summary>Everything that was logged: lines of the access log, and nginx's own.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>The requests that have ended, as the access log has them.</summary>
    public IReadOnlyList<JsonElement> Requests => [.. _lines.Where(line => line.StartsWith('{')).Select(line => JsonElement.Parse(line))];

    /// <param name="upstream">Port of the gateway.</param>
    /// <param name="servers">Servers beside the deployed ones, which only a test needs.</param>
    public static async Task<NginxServer> StartAsync(int upstream, string servers = "")
    {
        var (plainPort, port, folder) = (Ports.Next(), Ports.Next(), Directory.CreateTempSubdirectory("ticket-booking-nginx-").FullName);
        var settings = new Dictionary<string, string?>
        {
            ["NGINX_UPSTREAM"] = $"127.0.0.1:{upstream}",
            ["NGINX_IPV4"] = "127.0.0.1",
            ["NGINX_IPV6"] = Socket.OSSupportsIPv6 ? "[::1]" : "127.0.0.2",
            ["NGINX_HTTP"] = $"{plainPort}",
            ["NGINX_HTTPS"] = $"{port}",
            ["NGINX_CERTIFICATE"] = Path.Combine(folder, "tls.crt"),
        };
        var configuration = await NginxFiles.WriteAsync(folder, settings, servers);
        var lines = new ConcurrentQueue<string>();
        var process = await InstalledProgram.StartAsync(
            Command(configuration) with { DeleteAfterwards = folder }, ready: "start worker process ", lines);
        return new NginxServer(process, lines, X509CertificateLoader.LoadCertificateFromFile(Path.Combine(folder, "tls.crt")), port, plainPort);
    }

    /// <summary>What runs nginx with these files; with <c>-t</c> it only checks them.</summary>
    public static ChildCommand Command(string configuration, params string[] words) => new(
        Program!,
        // Started as root, its workers would be a user that the folder is closed to.
        ["-c", configuration, "-g", $"daemon off;{(Environment.IsPrivilegedProcess ? " user root;" : "")}", .. words]);

    /// <summary>A client that trusts this server's certificate and no other, follows no redirects and keeps no cookies.</summary>
    /// <param name="source">The address that it comes from; 127.0.0.1 unless told otherwise.</param>
    public HttpClient NewClient(IPAddress? source = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = Trust(),
        ConnectCallback = async (context, cancellationToken) =>
            await ConnectAsync(context.DnsEndPoint.Port, source ?? IPAddress.Loopback, cancellationToken),
    })
    {
        BaseAddress = Address,
    };

    /// <summary>A connection to write and read byte by byte.</summary>
    /// <param name="receiveBuffer">Bytes that the kernel takes while the test does not read; the kernel's own choice by default.</param>
    public async Task<Stream> ConnectAsync(int? receiveBuffer = null)
    {
        var stream = new SslStream(await ConnectAsync(_port, IPAddress.Loopback, CancellationToken.None, receiveBuffer));
        await stream.AuthenticateAsClientAsync(Trust());
        return stream;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _certificate.Dispose();
    }

    private static async Task<NetworkStream> ConnectAsync(
        int port, IPAddress source, CancellationToken cancellationToken, int? receiveBuffer = null)
    {
        var socket = new Socket(source.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (receiveBuffer is { } bytes)
        {
            socket.ReceiveBufferSize = bytes;
        }

        socket.Bind(new IPEndPoint(source, 0));
        var loopback = source.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        await socket.ConnectAsync(loopback, port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private SslClientAuthenticationOptions Trust() => new()
    {
        TargetHost = "localhost",
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { _certificate },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };
}
