using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Ratio;

/// <summary>What was measured of one operation.</summary>
/// <param name="Name">The operation.</param>
/// <param name="PerSecond">How many ended as expected.</param>
/// <param name="P50">Of those, milliseconds.</param>
/// <param name="P99">Of those, milliseconds.</param>
/// <param name="Max">Of those, milliseconds.</param>
/// <param name="Cpu">Milliseconds of a core for each, by process, until Seats had all of it.</param>
/// <param name="Others">How many ended otherwise, by answer.</param>
internal sealed record Measurement(
    string Name, double PerSecond, double P50, double? P99, double? Max, IReadOnlyDictionary<string, double> Cpu, IReadOnlyDictionary<string, int> Others)
{
    /// <summary>From an outbox row to the projection of Seats, in seconds: the most while it ran.</summary>
    public double? MostDelay { get; init; }

    /// <summary>The same, of 99 in 100.</summary>
    public double? P99Delay { get; init; }

    /// <summary>How long after the end Seats had everything.</summary>
    public double? DrainedAfter { get; init; }

    /// <summary>What was measured beside it.</summary>
    public string? Note { get; init; }

    /// <summary>Of the whole system without this program.</summary>
    public double SystemCpu => Cpu.Where(process => process.Key != ProcessorUse.Tool).Sum(process => process.Value);
}
