using System.CommandLine;
using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Sweeping;

/// <summary>Sweeps a launched system. Exit code: 0 nothing differs, else 1.</summary>
internal static class SweepCommand
{
    private const int Differs = 1;

    public static Command New()
    {
        var data = new Option<string>("--data") { Description = "Data directory of the launcher", DefaultValueFactory = _ => ".local" };
        var settle = new Option<int>("--settle-seconds") { Description = "How long what is on its way may take", DefaultValueFactory = _ => 30 };
        var command = new Command("sweep", "Compares all books of a launched system; ends with 1 when any two differ") { data, settle };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(data), TimeSpan.FromSeconds(parsed.GetValue(settle)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, TimeSpan settle, CancellationToken cancellationToken)
    {
        await using var sweep = Sweep.Of(await LaunchedSystem.FindAsync(data));
        var result = await sweep.RunAsync(settle, cancellationToken);
        Console.WriteLine(result);
        return result.IsClean ? 0 : Differs;
    }
}
