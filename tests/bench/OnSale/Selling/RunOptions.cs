using System.CommandLine;

namespace TicketBooking.OnSale.Selling;

/// <summary>The crowd, what it does, and what happens to the system meanwhile.</summary>
internal sealed record RunOptions
{
    /// <summary>Data directory of the launcher.</summary>
    public required string Data { get; init; }

    /// <summary>Directory of the result file and the picture.</summary>
    public required string Output { get; init; }

    /// <summary>Buyers that come, at a rate that is the same from beginning to end.</summary>
    public required int Buyers { get; init; }

    /// <summary>Over how many seconds they come.</summary>
    public required int Seconds { get; init; }

    /// <summary>Events; each buyer comes to one of them.</summary>
    public required int Events { get; init; }

    /// <summary>Seats of each event.</summary>
    public required int Seats { get; init; }

    /// <summary>How long a hold of these events lasts.</summary>
    public required int HoldSeconds { get; init; }

    /// <summary>Share of buyers that look for events first.</summary>
    public required double Browse { get; init; }

    /// <summary>Share that read the map and watch it until they leave.</summary>
    public required double Watch { get; init; }

    /// <summary>Share that pick seats; the others ask for the best available.</summary>
    public required double Pick { get; init; }

    /// <summary>Share of holds that are not paid: half are released, half are left to expire.</summary>
    public required double Abandon { get; init; }

    /// <summary>Share whose first card is declined; a third of them then cancel.</summary>
    public required double Decline { get; init; }

    /// <summary>How often a buyer tries other seats after a refusal.</summary>
    public required int Retries { get; init; }

    /// <summary>Mean time between two actions of a buyer.</summary>
    public required double ThinkSeconds { get; init; }

    /// <summary>Parts of the system to kill, evenly over the time.</summary>
    public required int Kills { get; init; }

    /// <summary>Of all chances.</summary>
    public required int Seed { get; init; }

    public TimeSpan Duration => TimeSpan.FromSeconds(Seconds);

    public static Command Command(Func<RunOptions, CancellationToken, Task<int>> sell)
    {
        var command = new Command("run", "Sells events to a crowd, then sweeps; ends with 1 when books differ");
        var data = Add("--data", ".local", "Data directory of the launcher");
        var output = Add("--output", "on-sale", "Directory of result.json and result.svg");
        var buyers = Add("--buyers", 50_000, "Buyers that come");
        var seconds = Add("--seconds", 300, "Over how many seconds they come");
        var events = Add("--events", 1, "Events; each buyer comes to one");
        var seats = Add("--seats", 20_000, "Seats of each event");
        var hold = Add("--hold-seconds", 30, "How long a hold lasts");
        var browse = Add("--browse", 0.5, "Share of buyers that look for events first");
        var watch = Add("--watch", 0.2, "Share that read the map and watch it");
        var pick = Add("--pick", 0.5, "Share that pick seats; the others ask for the best available");
        var abandon = Add("--abandon", 0.1, "Share of holds that are not paid");
        var decline = Add("--decline", 0.1, "Share whose first card is declined");
        var retries = Add("--retries", 3, "How often a buyer tries other seats");
        var think = Add("--think-seconds", 0.5, "Mean time between two actions of a buyer");
        var kills = Add("--kills", 0, "Parts to kill and restart at random while it runs");
        var seed = Add("--seed", 17, "Of all chances");
        command.SetAction((parsed, cancellationToken) => sell(
            new()
            {
                Data = parsed.GetRequiredValue(data),
                Output = parsed.GetRequiredValue(output),
                Buyers = parsed.GetValue(buyers),
                Seconds = parsed.GetValue(seconds),
                Events = parsed.GetValue(events),
                Seats = parsed.GetValue(seats),
                HoldSeconds = parsed.GetValue(hold),
                Browse = parsed.GetValue(browse),
                Watch = parsed.GetValue(watch),
                Pick = parsed.GetValue(pick),
                Abandon = parsed.GetValue(abandon),
                Decline = parsed.GetValue(decline),
                Retries = parsed.GetValue(retries),
                ThinkSeconds = parsed.GetValue(think),
                Kills = parsed.GetValue(kills),
                Seed = parsed.GetValue(seed),
            },
            cancellationToken));
        return command;

        Option<T> Add<T>(string name, T usual, string description)
        {
            var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => usual };
            command.Add(option);
            return option;
        }
    }
}
