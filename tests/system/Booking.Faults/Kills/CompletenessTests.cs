using System.Reflection;
using TicketBooking.Booking.Diagnostics;
using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

public sealed class CompletenessTests
{
    private static readonly Type[] Deaths =
    [
        typeof(DieWhilePaying), typeof(DieWhileHearing), typeof(DieAtTheEnd), typeof(DieWhileGivingBack), typeof(DieWhileRefunding),
        typeof(DieWhileRepairing),
    ];

    [Fact]
    public void A_process_dies_before_and_after_every_step()
    {
        var steps = typeof(Steps).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        var met = Deaths.SelectMany(type => type.GetFields(BindingFlags.NonPublic | BindingFlags.Static))
            .Select(field => field.GetValue(null)).OfType<string[]>().SelectMany(points => points);

        Assert.Equal(steps.Order(), met.Order());
    }
}
