using Xunit;

namespace TicketBooking.Testing;

/// <summary>Messages as they are on the wire. A change of these files is a change of what other services have to read.</summary>
public static class Golden
{
    private const string Accept = "GOLDEN_ACCEPT";

    /// <summary>A file of a suite's folder <c>Golden</c>; a suite reads another's where one service reads what the other writes.</summary>
    public static string Read(string suite, string name) => File.ReadAllText(Repository.PathTo($"tests/{suite}/Golden/{name}.json")).Trim();

    /// <summary>Asserts that a file that is made from the code is up to date. With <c>GOLDEN_ACCEPT=1</c> in the environment it is written instead.</summary>
    /// <param name="path">From the root of the repository.</param>
    /// <param name="made">What the code makes of it now.</param>
    public static void IsUpToDate(string path, string made)
    {
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(Repository.PathTo(path), made);
        }

        var kept = File.Exists(Repository.PathTo(path)) ? File.ReadAllText(Repository.PathTo(path)) : "";
        Assert.True(made == kept, $"{path} differs from the code. If the change is meant, run this test with {Accept}=1 and commit the file. It should be:\n{made}");
    }
}
