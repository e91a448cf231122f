using Xunit;

namespace TicketBooking.Kill;

/// <summary>The parts of a system that can be killed: those of the launcher, or what <c>TICKETS_PARTS</c> lists.</summary>
internal static class Parts
{
    /// <summary>What is between Seats and the others.</summary>
    public const string SidecarOfSeats = "sidecar";

    public static IReadOnlyList<string> All { get; } =
        Environment.GetEnvironmentVariable("TICKETS_PARTS")?.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        ?? ["event-core", "seats", "booking", "search", "gateway", "sidecar", "outbox-relay", "stripe", "postgres"];

    /// <summary>Skips the test on a system that has no such part.</summary>
    public static void SkipUnlessThereIs(string part) => Assert.SkipUnless(All.Contains(part), $"TICKETS_PARTS does not name {part}.");
}
