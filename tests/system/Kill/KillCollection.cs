using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Kill;

/// <summary>One system for all tests of the assembly, one test at a time: they kill parts of it.</summary>
[CollectionDefinition(nameof(KillCollection))]
public sealed class KillCollection : ICollectionFixture<SystemFixture>;
