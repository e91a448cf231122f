using TicketBooking.Testing;

namespace TicketBooking.Deployment.Tests;

/// <summary>Images and versions of <c>deploy/images.env</c>, by their names there.</summary>
internal static class PinnedVersions
{
    public static IReadOnlyDictionary<string, string> All { get; } = File.ReadLines(Repository.PathTo("deploy/images.env"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>What stands behind the last colon of an image.</summary>
    public static string TagOf(string name) => All[name].Split(':')[^1];
}
