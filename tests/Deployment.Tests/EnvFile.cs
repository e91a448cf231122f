using TicketBooking.Testing;

namespace TicketBooking.Deployment.Tests;

/// <summary>Reads <c>NAME=value</c> lines, as compose does: comments begin with #, quotes around a value are not part of it.</summary>
internal static class EnvFile
{
    /// <param name="path">From the root of the repository.</param>
    public static Dictionary<string, string> Read(string path) => File.ReadLines(Repository.PathTo(path))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1].Trim('"'));
}
