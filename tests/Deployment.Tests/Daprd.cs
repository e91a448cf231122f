namespace TicketBooking.Deployment.Tests;

/// <summary>The command line of daprd.</summary>
internal static class Daprd
{
    /// <summary>Those in use, of https://github.com/dapr/dapr/blob/v1.18.3/cmd/daprd/options/options.go: daprd ends on one that it does not know.</summary>
    public static readonly string[] KnownFlags =
    [
        "app-id", "app-port", "app-channel-address", "dapr-listen-addresses", "dapr-http-port", "dapr-grpc-port", "dapr-internal-grpc-port", "metrics-port",
        "read-buffer-size", "config", "resources-path", "placement-host-address", "scheduler-host-address",
    ];

    /// <summary>Flags and their values; the last one of a flag that is given more than once.</summary>
    public static Dictionary<string, string> Flags(IReadOnlyList<string> command)
    {
        var flags = new Dictionary<string, string>();
        for (var at = 0; at < command.Count - 1; at++)
        {
            if (command[at].StartsWith("--", StringComparison.Ordinal))
            {
                flags[command[at][2..]] = command[at + 1];
            }
        }

        return flags;
    }
}
