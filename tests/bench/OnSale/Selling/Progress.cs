using System.Globalization;
using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Selling;

/// <summary>Prints a line each second, and keeps what each second cost.</summary>
internal sealed class Progress(Record record, ProcessorUse use, Func<int> kills)
{
    private readonly List<Second> _seconds = [];

    public IReadOnlyList<Second> Seconds => _seconds;

    public async Task RunAsync(CancellationToken over)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var (last, from) = (use.Read(), record.Now);
        while (!over.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            var (now, at) = (use.Read(), record.Now);
            double Cores(Func<string, bool> of) => Math.Max(0, now.Where(process => of(process.Key)).Sum(process => process.Value - last.GetValueOrDefault(process.Key))) / (at - from).TotalSeconds;
            var second = new Second((int)at.TotalSeconds, record.Arrived, record.Present, Cores(name => name != ProcessorUse.Tool), Cores(name => name == ProcessorUse.Tool));
            (last, from) = (now, at);
            _seconds.Add(second);
            Console.WriteLine(Line(second));
        }
    }

    private string Line(Second second)
    {
        var ended = second.At - 1;
        var held = record.Outcomes.GetValueOrDefault(Record.Held);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{second.At,4} s  arrived {second.Arrived}  here {second.Present}  held {record.Count(Record.Held)} ({record.CountIn(ended, Record.Held)}/s, p50 {held?.PercentileIn(Math.Max(ended, 0), 50):0} ms, p99 {held?.PercentileIn(Math.Max(ended, 0), 99):0} ms)  ")
            + string.Create(
            CultureInfo.InvariantCulture,
            $"sold {record.Count(Record.Sold)} ({record.CountIn(ended, Record.Sold)}/s)  refused {record.Count(Record.RefusedBegin)}  limited {record.Count(Record.Limited)}  errors {record.Count(Record.ErrorBegin)}  kills {kills()}  cores {second.SystemCores:0.00} + tool {second.ToolCores:0.00}");
    }
}

/// <summary>A second of a run.</summary>
internal sealed record Second(int At, int Arrived, int Present, double SystemCores, double ToolCores);
