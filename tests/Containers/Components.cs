using System.Text.RegularExpressions;
using TicketBooking.Testing;

namespace TicketBooking.Containers;

/// <summary>The files of a component set, by name.</summary>
internal static partial class Components
{
    private const string QuickRetries = """
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata: { name: resiliency }
        spec:
          policies:
            retries: { delivery: { policy: constant, duration: 20ms, maxRetries: 2 } }
          targets:
            components: { pubsub: { inbound: { retry: delivery } } }
        """;

    /// <param name="folder">From the root of the repository.</param>
    public static Dictionary<string, string> Read(string folder) =>
        Directory.EnumerateFiles(Repository.PathTo(folder), "*.yaml").ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    /// <summary>The same for an app that no scope names, and which waits for the end of retries.</summary>
    public static Dictionary<string, string> ReadForConformance(string folder)
    {
        var files = Read(folder).ToDictionary(file => file.Key, file => Scopes().Replace(file.Value, ""));
        files["resiliency.yaml"] = QuickRetries;
        return files;
    }

    [GeneratedRegex("^scopes:.*$", RegexOptions.Multiline)]
    private static partial Regex Scopes();
}
