using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Sidecar.Conformance;

public sealed class ArrowTests
{
    [Fact]
    public void Folders_use_only_what_lies_below_them() => Arrows.AreHeld(
        typeof(SidecarHost).Assembly,
        ("Hosting", ["Invocation", "Lock", "PubSub", "State", "Workflow", "Api", "Apps", "Components", "Database", "Background", "Wire"]),
        ("Invocation", ["Api", "Apps", "Components"]),
        ("Lock", ["Api", "Components", "Wire"]),
        ("PubSub", ["Api", "Apps", "Components", "Background", "Wire"]),
        ("State", ["Api", "Components", "Wire"]),
        ("Workflow", ["Api", "Apps", "Components", "Background", "Wire"]),
        ("Components", ["Api"]),
        ("Api", ["Apps"]),
        ("Apps", ["Background"]),
        ("Database", []),
        ("Background", []),
        ("Wire", []));
}
