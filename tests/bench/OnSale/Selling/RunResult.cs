using System.Globalization;
using System.Text;
using TicketBooking.OnSale.Machine;
using TicketBooking.OnSale.Sweeping;

namespace TicketBooking.OnSale.Selling;

/// <summary>What result.json holds.</summary>
/// <param name="Machine">Where everything ran.</param>
/// <param name="Options">What the crowd was told.</param>
/// <param name="Overrides">Settings of the system that are not as shipped.</param>
/// <param name="LastedSeconds">From the first arrival until the last buyer left.</param>
/// <param name="Outcomes">Each outcome, over the whole run; times in milliseconds from when a buyer meant to act.</param>
/// <param name="Seconds">Each second.</param>
/// <param name="Kills">Parts that were killed.</param>
/// <param name="CpuSeconds">Of a core, by process.</param>
/// <param name="ProjectionDelay">From an outbox row to the projection of Seats.</param>
/// <param name="Sweep">What the books say.</param>
internal sealed record RunResult(
    MachineFacts Machine,
    RunOptions Options,
    IReadOnlyList<string> Overrides,
    double LastedSeconds,
    IReadOnlyList<OutcomeResult> Outcomes,
    IReadOnlyList<SecondResult> Seconds,
    IReadOnlyList<Kill> Kills,
    IReadOnlyDictionary<string, double> CpuSeconds,
    DelayResult? ProjectionDelay,
    SweepResult Sweep)
{
    public static RunResult Of(
        MachineFacts machine,
        RunOptions options,
        IReadOnlyList<string> overrides,
        Record record,
        IReadOnlyList<Second> seconds,
        IReadOnlyList<Kill> kills,
        IReadOnlyDictionary<string, double> cpu,
        TimeSpan lasted,
        (DateTime At, double Delay)[] delays,
        SweepResult sweep,
        DateTime from)
    {
        var late = delays.GroupBy(change => (int)(change.At - from).TotalSeconds).ToDictionary(second => second.Key, second => second.Max(change => change.Delay));
        return new(
            machine,
            options,
            overrides,
            lasted.TotalSeconds,
            [.. record.Outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal).Select(outcome => OutcomeResult.Of(outcome.Key, outcome.Value.Times, options.Seconds))],
            [.. seconds.Select(second => SecondResult.Of(second, record, late))],
            kills,
            cpu,
            DelayResult.Of([.. delays.Select(change => change.Delay).Order()]),
            sweep);
    }

    /// <summary>A table of the outcomes, in Markdown.</summary>
    public string Text()
    {
        var (text, invariant) = (new StringBuilder(), CultureInfo.InvariantCulture);
        text.AppendLine().AppendLine(invariant, $"{Options.Buyers} buyers in {Options.Seconds} s, {Options.Events} events of {Options.Seats} seats; the last left after {LastedSeconds:0} s; {Kills.Count} kills");
        text.AppendLine().AppendLine("| outcome | count | per second | p50 | p90 | p99 | max |").AppendLine("|---|---|---|---|---|---|---|");
        foreach (var outcome in Outcomes)
        {
            text.AppendLine(invariant, $"| {outcome.Name} | {outcome.Count} | {outcome.PerSecond:0.0} | {outcome.P50:0} ms | {outcome.P90:0} ms | {outcome.P99:0} ms | {outcome.Max:0} ms |");
        }

        text.AppendLine().AppendLine(invariant, $"To the projection: p50 {ProjectionDelay?.P50:0.000} s, p99 {ProjectionDelay?.P99:0.000} s, max {ProjectionDelay?.Max:0.000} s");
        var all = CpuSeconds.Where(process => process.Key != ProcessorUse.Tool).Sum(process => process.Value);
        text.AppendLine(invariant, $"Cores used: system {all / LastedSeconds:0.00}, load tool {CpuSeconds.GetValueOrDefault(ProcessorUse.Tool) / LastedSeconds:0.00}");
        text.AppendLine(string.Join(" · ", CpuSeconds.OrderByDescending(process => process.Value)
            .Select(process => string.Create(invariant, $"{process.Key} {process.Value:0.0} s"))));
        return text.ToString();
    }
}

/// <summary>One outcome over the whole run.</summary>
internal sealed record OutcomeResult(string Name, long Count, double PerSecond, double P50, double P90, double P99, double Max)
{
    public static OutcomeResult Of(string name, Histogram times, int seconds) =>
        new(name, times.Count, times.Count / (double)seconds, times.Percentile(50), times.Percentile(90), times.Percentile(99), times.Max);
}

/// <summary>One second of the run.</summary>
internal sealed record SecondResult(
    int At, int Arrived, int Present, long Held, double? HeldP50, double? HeldP99, long Sold, double? SoldP50, double? SoldP99, long Refused, long Limited, long Errors, double SystemCores, double ToolCores, double? MostDelay)
{
    public static SecondResult Of(Second second, Record record, IReadOnlyDictionary<int, double> late)
    {
        var (held, sold) = (record.Outcomes.GetValueOrDefault(Record.Held), record.Outcomes.GetValueOrDefault(Record.Sold));
        var at = Math.Max(0, second.At - 1);
        return new(
            at, second.Arrived, second.Present,
            record.CountIn(at, Record.Held), held?.PercentileIn(at, 50), held?.PercentileIn(at, 99),
            record.CountIn(at, Record.Sold), sold?.PercentileIn(at, 50), sold?.PercentileIn(at, 99),
            record.CountIn(at, Record.RefusedBegin), record.CountIn(at, Record.Limited), record.CountIn(at, Record.ErrorBegin),
            second.SystemCores, second.ToolCores, late.TryGetValue(at, out var delay) ? delay : null);
    }
}

/// <summary>How long changes took, in seconds.</summary>
internal sealed record DelayResult(double P50, double P99, double Max)
{
    /// <param name="ordered">Shortest first.</param>
    public static DelayResult? Of(double[] ordered) =>
        ordered is [] ? null : new(ordered[ordered.Length / 2], ordered[ordered.Length * 99 / 100], ordered[^1]);
}
