using TicketBooking.StripeSimulator;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Local.Tests.StripeSimulator;

public sealed class ArrowTests
{
    [Fact]
    public void Folders_use_only_what_lies_below_them() => Arrows.AreHeld(
        typeof(SimulatorApp).Assembly,
        ("Features", ["Calls", "Webhooks", "Behaviour", "Data", "Api", "Domain"]),
        ("Calls", ["Webhooks", "Behaviour", "Data", "Api"]),
        ("Webhooks", ["Behaviour", "Data", "Api", "Domain"]),
        ("Data", ["Api", "Domain"]),
        ("Behaviour", ["Api"]),
        ("Api", ["Domain"]),
        ("Domain", []));
}
