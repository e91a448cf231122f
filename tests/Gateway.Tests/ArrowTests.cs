using TicketBooking.Gateway.Forwarding;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Gateway.Tests;

public sealed class ArrowTests
{
    [Fact]
    public void Folders_use_only_what_lies_below_them() => Arrows.AreHeld(
        typeof(Forwarder).Assembly,
        ("Docs", ["Forwarding", "Limits"]),
        ("Live", ["Forwarding", "Limits", "Security"]),
        ("Forwarding", ["Security"]),
        ("Limits", ["Security"]),
        ("Security", []));
}
