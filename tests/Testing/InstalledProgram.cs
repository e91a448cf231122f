namespace TicketBooking.Testing;

/// <summary>A program that some tests need and a machine may lack.</summary>
public static class InstalledProgram
{
    // Servers are there, and not on everyone's PATH.
    private static readonly string[] Usual = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"];

    /// <returns>Its path; null when it is not installed.</returns>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(Usual)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
