using Xunit;
using Xunit.v3;

[assembly: Parallelization(MaxThreads = 4)]

namespace TicketBooking.Booking.Tests.Harness;

/// <summary>Three systems, side by side, because most tests wait: for the end of a hold, a retry, a webhook.</summary>
public static class BookingSystems
{
    public const string Sale = "sale";
    public const string Payment = "payment";
    public const string Recovery = "recovery";
}

[CollectionDefinition(BookingSystems.Sale)]
public sealed class SaleSystem : ICollectionFixture<BookingSystem>;

[CollectionDefinition(BookingSystems.Payment)]
public sealed class PaymentSystem : ICollectionFixture<BookingSystem>;

[CollectionDefinition(BookingSystems.Recovery)]
public sealed class RecoverySystem : ICollectionFixture<BookingSystem>;
