using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Local;

/// <summary>One system for all tests of the assembly, one test at a time: some stop it.</summary>
[CollectionDefinition(nameof(LocalCollection))]
public sealed class LocalCollection : ICollectionFixture<LocalSystem>;
