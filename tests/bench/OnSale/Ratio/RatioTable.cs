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
        text.AppendLine(invariant, $"{options.Clients} clients, {options.Buyers} buyers in turn, {options.Duration.TotalSeconds:0} s each; settings: {string.Join(" ", overrides)}");
        text.AppendLine().AppendLine("| | per second | of pgbench | p50 | p99 | max | CPU each, load tool excluded | to the projection p99 / max | drained after |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var line in lines)
        {
            text.AppendLine(invariant,
                $"| {line.Name} | {line.PerSecond:0.0} | {line.PerSecond / lines[0].PerSecond:0.000} | {line.P50:0.0} ms | {line.P99:0.0} ms | {line.Max:0} ms | {line.SystemCpu:0.00} ms | {line.P99Delay:0.00} / {line.MostDelay:0.00} s | {line.DrainedAfter:0.0} s |");
        }

        text.AppendLine();
        foreach (var line in lines)
        {
            text.AppendLine(invariant, $"- {line.Name}: {Processes(line)}{(line.Note is null ? "" : $"; {line.Note}")}{Others(line)}");
        }

        return text.ToString();
    }

    private static string Processes(Measurement line) => string.Join(" · ", line.Cpu.OrderByDescending(process => process.Value)
        .Select(process => string.Create(CultureInfo.InvariantCulture, $"{process.Key} {process.Value:0.00}")));

    private static string Others(Measurement line) =>
        line.Others.Count == 0 ? "" : $"; not as expected: {string.Join(", ", line.Others.Select(other => $"{other.Value} x {other.Key}"))}";
}
