using TicketBooking.Booking.Diagnostics;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>Where a process is to die.</summary>
/// <param name="Side"><c>before</c> or <c>after</c>.</param>
/// <param name="Step">One of <see cref="Steps"/>.</param>
/// <param name="Victim"><c>booking</c> or <c>sidecar</c>.</param>
internal sealed record Fault(string Side, string Step, string Victim);

/// <summary>The file that tells the startup hook in booking's process (tests/system/FaultPoints) who dies where.</summary>
internal sealed class FaultPoint
{
    /// <summary>In the place of a pid: the process that reaches the point.</summary>
    public const int Itself = 0;

    public string File { get; } = Path.Combine(Directory.CreateTempSubdirectory("ticket-booking-faults-").FullName, "point");

    public bool IsReached => System.IO.File.Exists(Reached);

    private string Reached => File + ".reached";

    public async Task ArmAsync(Fault fault, int pid)
    {
        var draft = File + ".new";
        await System.IO.File.WriteAllTextAsync(draft, $"{fault.Side}\t{fault.Step}\t{pid}");
        System.IO.File.Move(draft, File);
    }

    public void Disarm()
    {
        System.IO.File.Delete(File);
        System.IO.File.Delete(Reached);
    }

    public void Remove() => Directory.Delete(Path.GetDirectoryName(File)!, recursive: true);
}
