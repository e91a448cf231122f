using System.Diagnostics;
using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Launched;

/// <summary>However the launcher ends, nothing of it stays behind but its data.</summary>
[Collection(nameof(LaunchedCollection))]
public sealed class StopAndStart(LocalSystem system)
{
    [Theory]
    [InlineData("INT", 0)]
    [InlineData("TERM", 0)]
    [InlineData("KILL", 128 + 9)]
    public async Task No_process_outlives_the_launcher_and_the_next_start_finds_the_data(string signal, int exitCode)
    {
        var organiser = await Organiser.RegisterAsync(system);
        var eventId = await organiser.CreateEventAsync();
        await organiser.UntilGeneratedAsync(eventId);
        var pids = await system.PidsAsync();
        Assert.Equal(9, pids.Count);

        Assert.Equal(exitCode, await system.EndAsync(signal));
        await Task.WhenAll(pids.Select(AssertEndsAsync));
        await system.StartAsync();

        Assert.Equal(50, (await organiser.UntilGeneratedAsync(eventId)).GetProperty("seatCount").GetInt32());
    }

    private static async Task AssertEndsAsync(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (ArgumentException)
        {
            // It had ended already.
        }
    }
}
