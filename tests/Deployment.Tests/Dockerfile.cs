using System.Text.RegularExpressions;
using TicketBooking.Testing;

namespace TicketBooking.Deployment.Tests;

/// <summary>deploy/Dockerfile, a stage an image.</summary>
internal static partial class Dockerfile
{
    public static string Text { get; } = File.ReadAllText(Repository.PathTo("deploy/Dockerfile"));

    /// <summary>The text of each stage, by its name.</summary>
    public static IReadOnlyDictionary<string, string> Stages { get; } = Stage().Split(Text).Skip(1).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>Where a service listens.</summary>
    public static string Port { get; } = ListeningPort().Match(Text).Groups[1].Value;

    public static bool ChecksHealth(string? stage) => stage is not null && Stages[stage].Contains("\nHEALTHCHECK ", StringComparison.Ordinal);

    [GeneratedRegex(@"^FROM \S+ AS (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Stage();

    [GeneratedRegex("ASPNETCORE_HTTP_PORTS=([0-9]+)")]
    private static partial Regex ListeningPort();
}
