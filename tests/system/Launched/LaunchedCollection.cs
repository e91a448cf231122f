using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Launched;

/// <summary>One system for all tests of the assembly, one test at a time: some stop it.</summary>
[CollectionDefinition(nameof(LaunchedCollection))]
public sealed class LaunchedCollection : ICollectionFixture<LocalSystem>;
