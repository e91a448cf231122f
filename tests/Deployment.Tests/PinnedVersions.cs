namespace TicketBooking.Deployment.Tests;

/// <summary>Images and versions of <c>deploy/images.env</c>, by their names there.</summary>
internal static class PinnedVersions
{
    public static IReadOnlyDictionary<string, string> All { get; } = EnvFile.Read("deploy/images.env");

    /// <summary>What stands behind the last colon of an image.</summary>
    public static string TagOf(string name) => All[name].Split(':')[^1];
}
