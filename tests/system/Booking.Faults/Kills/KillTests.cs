using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>Each class of these has processes of its own; its deaths come one after the other.</summary>
public abstract class KillTests(Stand stand)
{
    private protected Stand Stand => stand;

    /// <summary>128 and the signal's number.</summary>
    private const int Killed = 128 + 9;

    /// <summary>Before and after each step, booking and its sidecar.</summary>
    private protected static TheoryData<string, string, string> At(IEnumerable<string> steps)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var step in steps)
        {
            foreach (var side in (string[])["before", "after"])
            {
                data.Add(side, step, "booking");
                data.Add(side, step, "sidecar");
            }
        }

        return data;
    }

    private protected async Task DieAsync(Func<Play, Task<string[]>> scenario, string side, string step, string victim)
    {
        var play = new Play(stand, new Fault(side, step, victim));
        stand.Point.Disarm();
        var statuses = await scenario(play);
        await play.RestAsync();
        Assert.Equal(statuses, await play.StatusesAsync());
        Assert.Empty(await stand.Auditor().FindViolationsAsync());
    }

    /// <summary>The books are wrong; the reconciler dies while it repairs them, and the next one does it.</summary>
    private protected async Task DieAtRepairAsync(Func<Play, Task<string[]>> breakBooks, string side, string step)
    {
        await DieInCommandAsync(breakBooks, side, step, _ => stand.ReconcileAsync());
        Assert.Empty(await stand.Auditor().FindViolationsAsync());
    }

    /// <summary>A command dies in the middle, and is run again.</summary>
    private protected async Task<Play> DieInCommandAsync(
        Func<Play, Task<string[]>> scenario, string side, string step, Func<Play, Task<int>> run)
    {
        var play = new Play(stand, new Fault(side, step, "command"));
        stand.Point.Disarm();
        var statuses = await scenario(play);
        await play.CalmAsync();
        await stand.Point.ArmAsync(play.Fault, FaultPoint.Itself);

        Assert.Equal(Killed, await run(play));
        Assert.True(stand.Point.IsReached);
        Assert.InRange(await run(play), 0, 1);

        await play.UntilBookingsAreAsync(Assert.Single(statuses));
        return play;
    }
}
