using System.Globalization;
using System.Text;
using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Ratio;

/// <summary>Writes what was measured as Markdown.</summary>
internal static class RatioTable
{
    public static string Text(MachineFacts machine, IReadOnlyList<Measurement> lines, RatioOptions options, IReadOnlyList<string> overrides)
    {
        var (text, invariant) = (new StringBuilder(), CultureInfo.InvariantCulture);
        text.AppendLine().AppendLine(machine.ToString());
        text.AppendLine(invariant, $"{options.Clients} clients, {options.Buyers} buyers in turn, {options.Duration.TotalSeconds:0} s each after {options.WarmUp.TotalSeconds:0} s of the same; settings: {string.Join(" ", overrides)}");
        text.AppendLine().AppendLine("| | per second | of pgbench | p50 | p99 | max | CPU each, load tool excluded | to the projection p99 / max | drained after |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var line in lines)
        {
            text.AppendLine(invariant,
                $"| {line.Name} | {line.PerSecond:0.0} | {line.PerSecond / lines[0].PerSecond:0.000} | {line.P50:0.0} ms | {Of(line.P99, "ms")} | {Of(line.Max, "ms")} | {line.SystemCpu:0.00} ms | {Of(line.P99Delay, "s")} / {Of(line.MostDelay, "s")} | {Of(line.DrainedAfter, "s")} |");
        }

        text.AppendLine();
        foreach (var line in lines)
        {
            text.AppendLine(invariant, $"- {line.Name}: {Processes(line)}{(line.Note is null ? "" : $"; {line.Note}")}{Others(line)}");
        }

        return text.ToString();
    }

    private static string Of(double? value, string unit) =>
        value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.0#} {unit}") : "–";

    private static string Processes(Measurement line) => string.Join(" · ", line.Cpu.OrderByDescending(process => process.Value)
        .Select(process => string.Create(CultureInfo.InvariantCulture, $"{process.Key} {process.Value:0.00}")));

    private static string Others(Measurement line) =>
        line.Others.Count == 0 ? "" : $"; not as expected: {string.Join(", ", line.Others.Select(other => $"{other.Value} x {other.Key}"))}";
}
