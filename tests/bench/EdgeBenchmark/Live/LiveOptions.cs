using System.Globalization;

namespace TicketBooking.EdgeBenchmark.Live;

/// <summary>What to measure.</summary>
internal sealed record LiveOptions(Uri Gateway, int Listeners, int HoldsPerSecond, TimeSpan Duration)
{
    public const string Usage = "live [--gateway http://localhost:8080] [--listeners 1000] [--holds 20] [--seconds 30]";

    public static LiveOptions Parse(string[] args)
    {
        var given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);
        var options = new LiveOptions(
            new Uri(given.GetValueOrDefault("--gateway", "http://localhost:8080")),
            Number("--listeners", 1000),
            Number("--holds", 20),
            TimeSpan.FromSeconds(Number("--seconds", 30)));
        return given.Keys.Except(["--gateway", "--listeners", "--holds", "--seconds"]).Any() ? throw new FormatException(Usage) : options;

        int Number(string name, int standard) =>
            given.TryGetValue(name, out var text) ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : standard;
    }
}
