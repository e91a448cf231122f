using System.Diagnostics;

namespace TicketBooking.ChildProcesses;

/// <summary>The command line `[setsid] [setpriv …] sh -c guard.sh …` around a command.</summary>
internal static class GuardCommand
{
    private static readonly string Script = ReadScript();

    public static ProcessStartInfo For(ChildCommand command)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("The local system runs on Linux and macOS; on Windows use WSL.");
        }

        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.WorkingDirectory ?? "",
        };
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        string[] words =
        [
            .. OwnSession(), .. command.RunAs?.Become ?? [],
            "sh", "-c", Script, "guard", command.Goodbye, command.DeleteAfterwards ?? "",
            .. VariablesThatShellsDrop(start.Environment), command.FileName, .. command.Arguments,
        ];
        start.FileName = words[0];
        words[1..].ToList().ForEach(start.ArgumentList.Add);
        return start;
    }

    /// <summary>A shell may keep only variables that it could name itself, and not `Logging__LogLevel__Microsoft.AspNetCore`.</summary>
    private static string[] VariablesThatShellsDrop(IDictionary<string, string?> environment)
    {
        var odd = environment.Where(pair => !pair.Key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')).Select(pair => $"{pair.Key}={pair.Value}").ToArray();
        return odd is [] ? [] : ["env", .. odd];
    }

    /// <summary>macOS has no setsid; there bash's job control gives the command a process group of its own.</summary>
    private static string[] OwnSession() => OperatingSystem.IsLinux() ? ["setsid"] : [];

    private static string ReadScript()
    {
        using var stream = typeof(GuardCommand).Assembly.GetManifestResourceStream("guard.sh")!;
        using var reader = new StreamReader(stream);
        var script = reader.ReadToEnd();
        return OperatingSystem.IsMacOS() ? "set -m\n" + script : script;
    }
}
