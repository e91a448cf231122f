using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using TicketBooking.Launcher;
using TicketBooking.Launcher.Control;
using TicketBooking.Launcher.Topology;

namespace TicketBooking.OnSale.Machine;

/// <summary>The system that a launcher runs on a data directory; what it was started with is asked from it.</summary>
internal sealed partial class LaunchedSystem
{
    private static readonly string[] Overridable = ["Limits__", "Buyers__", "Payments__", "Quotas__", "Gateway__", "Live__"];

    private readonly string _data;
    private readonly ProcessPlan _booking;
    private readonly ProcessPlan _eventCore;

    private LaunchedSystem(string data, ProcessPlan gateway, ProcessPlan booking, ProcessPlan eventCore)
    {
        (_data, _booking, _eventCore) = (data, booking, eventCore);
        Gateway = AddressOf(gateway);
        Booking = AddressOf(booking);
    }

    public Uri Gateway { get; }

    /// <summary>Booking itself, which wants <see cref="AppToken"/> as a sidecar would send it.</summary>
    public Uri Booking { get; }

    public Uri Provider => new(_booking.Environment["Stripe__ApiBase"]);

    public string ProviderKey => _booking.Environment["Stripe__SecretKey"];

    public string BrowserKey => _booking.Environment["Stripe__PublishableKey"];

    public string AppToken => _booking.Environment["APP_API_TOKEN"];

    /// <summary>Asks the launcher that runs on the directory.</summary>
    public static async Task<LaunchedSystem> FindAsync(string data)
    {
        data = Path.GetFullPath(data);
        return new(data, await PlanAsync(data, "gateway"), await PlanAsync(data, "booking"), await PlanAsync(data, "event-core"));
    }

    /// <summary>Connection string of a database of the cluster, as the launcher's user.</summary>
    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(_booking.Environment["ConnectionStrings__Database"]) { Database = database, ApplicationName = "on-sale" }.ConnectionString;

    public NpgsqlDataSource Database(string name) => NpgsqlDataSource.Create(ConnectionString(name));

    /// <summary>Gives a command of the launcher: <c>kill PART</c>, <c>restart PART</c>.</summary>
    /// <exception cref="UserException">It was refused.</exception>
    public async Task<string> CommandAsync(string line)
    {
        var answer = await ControlClient.AskAsync(_data, line);
        return answer.StartsWith(Commands.Refused, StringComparison.Ordinal) ? throw new UserException($"{line}: {answer}") : answer;
    }

    /// <summary>The process of each part that runs.</summary>
    public async Task<IReadOnlyDictionary<string, int>> PidsAsync() =>
        Running().Matches(await CommandAsync("status")).ToDictionary(match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value));

    /// <summary>New accounts, an access token of each. They live for ten minutes.</summary>
    public async Task<IReadOnlyList<string>> MintAsync(int count)
    {
        var start = new ProcessStartInfo(_eventCore.Command[0], [.. _eventCore.Command.Skip(1), "mint-buyers", "--count", $"{count}"])
        {
            WorkingDirectory = _eventCore.WorkingDirectory,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in _eventCore.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        using var process = Process.Start(start)!;
        var tokens = new List<string>(count);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // The service's own log lines are on the same output.
            if (line.StartsWith("ey", StringComparison.Ordinal))
            {
                tokens.Add(line);
            }
        }

        await process.WaitForExitAsync();
        return tokens.Count == count ? tokens : throw new UserException($"mint-buyers made {tokens.Count} of {count} tokens.");
    }

    /// <summary>Settings of the launched services that are not as shipped, as far as they matter to a load.</summary>
    /// <exception cref="UserException">The one that every load needs is not among them.</exception>
    public async Task<IReadOnlyList<string>> OverridesAsync()
    {
        var gateway = (await PidsAsync())["gateway"];
        var environment = await File.ReadAllTextAsync($"/proc/{gateway}/environ");
        string[] overrides = [.. environment.Split('\0').Where(setting => Overridable.Any(name => setting.StartsWith(name, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
        return overrides.Contains(Connections.TrustSetting) ? overrides
            : throw new UserException($"The gateway does not trust the load tool: start the system with {Connections.TrustSetting}");
    }

    private static async Task<ProcessPlan> PlanAsync(string data, string app)
    {
        var answer = await ControlClient.AskAsync(data, $"{RunCommand.PlanWord} {app}");
        return answer.StartsWith(Commands.Refused, StringComparison.Ordinal)
            ? throw new UserException(answer)
            : JsonSerializer.Deserialize<ProcessPlan>(answer)!;
    }

    private static Uri AddressOf(ProcessPlan plan) => new($"http://127.0.0.1:{plan.Environment["APP_PORT"]}");

    [GeneratedRegex(@"^\s*(\S+)\s+runs, pid ([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Running();
}
