using System.Globalization;
using System.Text;

namespace TicketBooking.OnSale.Selling;

/// <summary>Draws a run: throughput, latency, outcomes that are no sale, and what is used, one above the other over the same time.</summary>
internal static class Picture
{
    private const int Width = 1000;
    private const int Left = 70;
    private const int Right = 180;
    private const int PanelHeight = 150;
    private const int Gap = 50;
    private const int Top = 50;

    private static readonly string[] Colours = ["#1b7837", "#2166ac", "#b2182b", "#e08214", "#762a83"];

    public static string Draw(RunResult result)
    {
        var panels = Panels(result.Seconds);
        var svg = new StringBuilder();
        var height = Top + (panels.Length * (PanelHeight + Gap));
        svg.AppendLine(Invariant($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="sans-serif" font-size="11">"""));
        svg.AppendLine(Invariant($"""<rect width="{Width}" height="{height}" fill="white"/>"""));
        svg.AppendLine(Invariant(
            $"""<text x="{Left}" y="20" font-size="14">{result.Options.Buyers} buyers in {result.Options.Seconds} s, {result.Seconds.Sum(second => second.Sold)} bookings sold, {result.Kills.Count} kills, {result.Sweep.Differences.Count} differences</text>"""));
        var last = Math.Max(1, result.Seconds.Count == 0 ? 1 : result.Seconds[^1].At);
        for (var n = 0; n < panels.Length; n++)
        {
            DrawPanel(svg, panels[n], Top + (n * (PanelHeight + Gap)), last, result);
        }

        return svg.AppendLine("</svg>").ToString();
    }

    private static Panel[] Panels(IReadOnlyList<SecondResult> seconds) =>
    [
        new("a second", [Line("held", second => second.Held), Line("sold", second => second.Sold)]),
        new("milliseconds", [Line("hold p50", second => second.HeldP50), Line("hold p99", second => second.HeldP99), Line("paid → booked p50", second => second.SoldP50), Line("paid → booked p99", second => second.SoldP99)]),
        new("a second", [Line("refused", second => second.Refused), Line("limited", second => second.Limited), Line("errors", second => second.Errors)]),
        new("cores; seconds", [Line("system", second => second.SystemCores), Line("load tool", second => second.ToolCores), Line("to the projection, max", second => second.MostDelay)]),
        new("buyers", [Line("here", second => second.Present)]),
    ];

    private static void DrawPanel(StringBuilder svg, Panel panel, int top, int last, RunResult result)
    {
        var most = Math.Max(1, panel.Lines.SelectMany(line => result.Seconds.Select(second => line.Value(second) ?? 0)).DefaultIfEmpty(0).Max());
        double X(double at) => Left + (at / last * (Width - Left - Right));
        double Y(double value) => top + PanelHeight - (value / most * PanelHeight);
        svg.AppendLine(Invariant($"""<text x="{Left}" y="{top - 6}" fill="#555">{panel.Unit}</text>"""));
        for (var step = 0; step <= 4; step++)
        {
            svg.AppendLine(Invariant($"""<line x1="{Left}" y1="{Y(most * step / 4):0.0}" x2="{Width - Right}" y2="{Y(most * step / 4):0.0}" stroke="#ddd"/>"""));
            svg.AppendLine(Invariant($"""<text x="{Left - 6}" y="{Y(most * step / 4) + 4:0.0}" text-anchor="end">{most * step / 4:0.#}</text>"""));
            svg.AppendLine(Invariant($"""<text x="{X(last * step / 4.0):0.0}" y="{top + PanelHeight + 15}" text-anchor="middle">{last * step / 4} s</text>"""));
        }

        foreach (var kill in result.Kills)
        {
            svg.AppendLine(Invariant($"""<line x1="{X(kill.At):0.0}" y1="{top}" x2="{X(kill.At):0.0}" y2="{top + PanelHeight}" stroke="#bbb" stroke-dasharray="2 2"><title>{kill.Part}</title></line>"""));
        }

        for (var n = 0; n < panel.Lines.Length; n++)
        {
            var (line, colour) = (panel.Lines[n], Colours[n]);
            // Between seconds without a value there is no line.
            var move = true;
            var path = new StringBuilder();
            foreach (var second in result.Seconds)
            {
                if (line.Value(second) is { } value)
                {
                    path.Append(Invariant($"{(move ? 'M' : 'L')}{X(second.At):0.0} {Y(value):0.0}"));
                }

                move = line.Value(second) is null;
            }

            svg.AppendLine(Invariant($"""<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.4"/>"""));
            svg.AppendLine(Invariant($"""<text x="{Width - Right + 10}" y="{top + 14 + (n * 16)}" fill="{colour}">{line.Name}</text>"""));
        }
    }

    private static SeriesLine Line(string name, Func<SecondResult, double?> value) => new(name, value);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Panel(string Unit, SeriesLine[] Lines);

    private sealed record SeriesLine(string Name, Func<SecondResult, double?> Value);
}
