using TicketBooking.Search.Engines;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Search.Tests;

public sealed class ArrowTests
{
    [Fact]
    public void Folders_use_only_what_lies_below_them() => Arrows.AreHeld(
        typeof(ISearchEngine).Assembly,
        ("Features", ["Engines", "Data", "Domain"]),
        ("Subscriptions", ["Data", "Domain"]),
        ("Rebuild", ["Engines", "Data", "Domain"]),
        ("Engines", ["Data", "Domain"]),
        ("Data", ["Domain"]),
        ("Domain", []));
}
