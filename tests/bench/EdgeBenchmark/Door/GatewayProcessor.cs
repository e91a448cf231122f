using System.Diagnostics;

namespace TicketBooking.EdgeBenchmark.Door;

/// <summary>Processor time of the gateway, when it runs on this machine.</summary>
internal static class GatewayProcessor
{
    public static TimeSpan? ReadTime(int port)
    {
        foreach (var process in Process.GetProcessesByName("dotnet"))
        {
            using (process)
            {
                if (IsGateway(process.Id, port))
                {
                    return process.TotalProcessorTime;
                }
            }
        }

        return null;
    }

    private static bool IsGateway(int pid, int port)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Contains("Gateway.dll", StringComparison.Ordinal)
                && File.ReadAllText($"/proc/{pid}/environ").Split('\0').Contains($"APP_PORT={port}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or somebody else's.
            return false;
        }
    }
}
