using Xunit;

namespace TicketBooking.Booking.Faults.Interleavings;

internal static class Verdict
{
    private const int MostNamed = 10;

    /// <summary>Brings the world to rest and fails with the stories whose bookings are not as they should be.</summary>
    public static async Task AssertBooksAgreeAsync(World world, IReadOnlyCollection<Story> stories)
    {
        await Rest.ReachAsync(world);
        var told = stories.ToDictionary(story => story.BookingId, story => story.ToString());
        var violations = await world.Auditor().FindViolationsAsync();
        Assert.True(violations.Count == 0, string.Join('\n', violations.Take(MostNamed).Select(violation =>
            $"[{told.GetValueOrDefault(violation.BookingId, "another buyer")}] booking {violation.BookingId} {violation.What}")));
    }
}
