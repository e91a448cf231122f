using System.Diagnostics;

namespace TicketBooking.EventCore.Tests;

/// <summary>The service as it is deployed: its own process. For starts that must fail, of which a host inside the test could tell less.</summary>
internal static class ServiceProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Starts it and waits until it has given up.</summary>
    /// <returns>Exit code, and everything that it wrote.</returns>
    /// <exception cref="OperationCanceledException">When it does not give up.</exception>
    public static Task<(int ExitCode, string Output)> RunUntilExitAsync(params (string Key, string Value)[] settings) =>
        RunUntilExitAsync([], settings);

    /// <summary>Runs one of its commands.</summary>
    /// <returns>Exit code, and everything that it wrote.</returns>
    /// <exception cref="OperationCanceledException">When it does not end.</exception>
    public static Task<(int ExitCode, string Output)> RunCommandUntilExitAsync(string command, params (string Key, string Value)[] settings) =>
        RunUntilExitAsync([command], settings);

    private static async Task<(int ExitCode, string Output)> RunUntilExitAsync(string[] words, (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "EventCore.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await error);
        }
        finally
        {
            process.Kill();
        }
    }
}
