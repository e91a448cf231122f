using System.Text.RegularExpressions;
using TicketBooking.ChildProcesses;

namespace TicketBooking.Testing;

/// <summary>What deploy/nginx is in a container that has started, in a folder instead of the container's <c>/etc/nginx</c> and <c>/tmp</c>.</summary>
public static partial class NginxFiles
{
    private static readonly string Deployed = Repository.PathTo("deploy/nginx");

    /// <summary>Does what the entry point of the image does: runs the scripts, then fills the templates.</summary>
    /// <param name="folder">Where the files go.</param>
    /// <param name="environment">Settings of the container.</param>
    /// <param name="servers">Servers beside the deployed ones, which only a test needs.</param>
    /// <returns>The path of <c>nginx.conf</c>.</returns>
    public static async Task<string> WriteAsync(string folder, IReadOnlyDictionary<string, string?> environment, string servers = "")
    {
        var settings = await SettingsAsync(environment, andThen: "16-certificate.sh");
        var template = await File.ReadAllTextAsync(Path.Combine(Deployed, "templates", "default.conf.template"));
        Directory.CreateDirectory(Path.Combine(folder, "conf.d"));
        var filled = Name().Replace(template, name => settings[name.Groups[1].Value]);
        await File.WriteAllTextAsync(Path.Combine(folder, "conf.d", "default.conf"), filled + servers);

        var path = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(Path.Combine(Deployed, "nginx.conf")))
            .Replace("/tmp/", folder + "/", StringComparison.Ordinal)
            .Replace("/etc/nginx/", folder + "/", StringComparison.Ordinal));
        return path;
    }

    /// <summary>What the scripts of the entry point make of an environment.</summary>
    /// <param name="environment">Settings of the container.</param>
    /// <param name="andThen">A script that runs after the settings were made.</param>
    public static async Task<IReadOnlyDictionary<string, string>> SettingsAsync(IReadOnlyDictionary<string, string?> environment, string andThen = "")
    {
        // The image sources a file .envsh, and runs a file .sh.
        var (exitCode, output) = await ServiceProcess.RunAsync(
            new ChildCommand("sh", "-ec", """. "$0/15-settings.envsh"; [ -z "$1" ] || "$0/$1"; env""", Path.Combine(Deployed, "entrypoint"), andThen)
            {
                Environment = environment,
            });
        return exitCode == 0
            ? output.Split('\n')
                .Where(line => line.StartsWith("NGINX_", StringComparison.Ordinal))
                .Select(line => line.Split('=', 2))
                .ToDictionary(pair => pair[0], pair => pair[1])
            : throw new InvalidOperationException(output);
    }

    [GeneratedRegex(@"\$\{(NGINX_[A-Z0-9_]+)\}")]
    private static partial Regex Name();
}
