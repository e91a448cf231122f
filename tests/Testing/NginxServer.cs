using TicketBooking.ChildProcesses;

namespace TicketBooking.Testing;

/// <summary>A private nginx on a port and in a folder of its own. It ends with the test.</summary>
public sealed class NginxServer : IAsyncDisposable
{
    private static readonly string? Program = InstalledProgram.Find("nginx");

    private readonly GuardedProcess _process;

    private NginxServer(GuardedProcess process, int port) => (_process, Address) = (process, new Uri($"http://127.0.0.1:{port}"));

    /// <summary>Why there is none; null when there is one.</summary>
    public static string? SkipReason => Program is null ? "nginx is not installed." : null;

    public Uri Address { get; }

    /// <param name="site">Configuration of <c>http</c> with <c>LISTEN</c> (its address), <c>UPSTREAM</c> (that of the server behind it) and <c>CACHE</c> (a folder).</param>
    /// <param name="upstream">Port of the server behind it.</param>
    public static async Task<NginxServer> StartAsync(string site, int upstream)
    {
        var (port, folder) = (Ports.Next(), Directory.CreateTempSubdirectory("ticket-booking-nginx-").FullName);
        await File.WriteAllTextAsync(Path.Combine(folder, "site.conf"), site
            .Replace("LISTEN", $"127.0.0.1:{port}", StringComparison.Ordinal)
            .Replace("UPSTREAM", $"127.0.0.1:{upstream}", StringComparison.Ordinal)
            .Replace("CACHE", Path.Combine(folder, "cache"), StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), Configuration(folder));
        var command = new ChildCommand(Program!, "-p", folder, "-c", Path.Combine(folder, "nginx.conf")) { DeleteAfterwards = folder };
        return new NginxServer(await InstalledProgram.StartAsync(command, ready: "start worker process "), port);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>In the foreground, with its files in the folder; started as root, its workers would be a user that the folder is closed to.</summary>
    private static string Configuration(string folder) =>
        $$"""
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        daemon off;
        worker_processes 1;
        pid {{folder}}/pid;
        error_log stderr notice;
        events {}
        http {
          access_log off;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          include {{folder}}/site.conf;
        }
        """;
}
