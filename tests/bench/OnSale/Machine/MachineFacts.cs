using System.Runtime.InteropServices;

namespace TicketBooking.OnSale.Machine;

/// <summary>The machine that everything ran on.</summary>
internal sealed record MachineFacts(int Cores, string Processor, double MemoryGiB, string Kernel, string Runtime, DateTimeOffset At, double LoadBefore)
{
    public static MachineFacts Read() => new(
        Environment.ProcessorCount,
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "",
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        TimeProvider.System.GetUtcNow(),
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));

    public override string ToString() => $"{Cores} cores ({Processor}), {MemoryGiB} GiB, {Kernel}, {Runtime}; clients on the same machine; load {LoadBefore}; {At:u}";
}
