using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Journey;

/// <summary>One system for all tests of the assembly, one test at a time.</summary>
[CollectionDefinition(nameof(JourneyCollection))]
public sealed class JourneyCollection : ICollectionFixture<SystemFixture>;
