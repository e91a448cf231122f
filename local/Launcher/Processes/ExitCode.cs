namespace TicketBooking.Launcher.Processes;

/// <summary>A shell's exit code in words.</summary>
internal static class ExitCode
{
    public static string Describe(int code) => code switch
    {
        129 => "was ended by SIGHUP",
        130 => "was ended by SIGINT",
        131 => "was ended by SIGQUIT",
        134 => "aborted (SIGABRT)",
        137 => "was killed (SIGKILL)",
        139 => "crashed (SIGSEGV)",
        143 => "was ended by SIGTERM",
        > 128 => $"was ended by signal {code - 128}",
        _ => $"exited with code {code}",
    };
}
