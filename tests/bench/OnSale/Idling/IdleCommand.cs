using System.CommandLine;
using System.Globalization;
using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Idling;

/// <summary>Shows what a launched system uses while nothing happens.</summary>
internal static class IdleCommand
{
    public static Command New()
    {
        var data = new Option<string>("--data") { Description = "Data directory of the launcher", DefaultValueFactory = _ => ".local" };
        var seconds = new Option<int>("--seconds") { Description = "How long it looks", DefaultValueFactory = _ => 60 };
        var command = new Command("idle", "Memory and processor time of every process while nothing happens") { data, seconds };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(data), TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var use = await ProcessorUse.StartAsync(await LaunchedSystem.FindAsync(data));
        var before = use.Read();
        await Task.Delay(duration, cancellationToken);
        var (after, memory) = (use.Read(), use.ReadMemory());
        var cores = memory.Keys.ToDictionary(name => name, name => (after.GetValueOrDefault(name) - before.GetValueOrDefault(name)) / duration.TotalSeconds);
        Console.WriteLine($"{MachineFacts.Read()}{Environment.NewLine}{Environment.NewLine}| process | MiB | % of a core |{Environment.NewLine}|---|---|---|");
        foreach (var (name, used) in memory.OrderByDescending(process => process.Value))
        {
            Write(name, used, cores[name]);
        }

        Write("all", memory.Values.Sum(), cores.Values.Sum());
        return 0;
    }

    private static void Write(string name, double mebibytes, double cores) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {mebibytes:0} | {cores * 100:0.00} |"));
}
