using TicketBooking.Booking.Sales;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Booking.Tests;

public sealed class ArrowTests
{
    [Fact]
    public void Features_use_capabilities_and_those_use_data_and_domain_and_never_back() => Arrows.AreHeld(
        typeof(SeatSale).Assembly,
        ("Features", ["EventCancellation", "Payments", "Sales", "Locks", "Data", "Domain", "Diagnostics"]),
        ("Subscriptions", ["EventCancellation"]),
        ("Reconciliation", ["EventCancellation", "Payments", "Sales", "Data", "Domain", "Diagnostics"]),
        ("EventCancellation", ["Payments", "Data", "Domain", "Diagnostics"]),
        ("Payments", ["Sales", "Locks", "Scheduling", "Data", "Domain", "Diagnostics"]),
        ("Sales", ["Catalogue", "Locks", "Scheduling", "Data", "Domain", "Diagnostics"]),
        ("Catalogue", ["Data", "Domain"]),
        ("Locks", ["Diagnostics"]),
        ("Scheduling", []),
        ("Data", ["Domain", "Diagnostics"]),
        ("Domain", []),
        ("Diagnostics", []));
}
