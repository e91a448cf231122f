using Xunit;

namespace TicketBooking.Containers;

/// <summary>One system after the other: they have the same ports.</summary>
[CollectionDefinition(nameof(OneMachine))]
public sealed class OneMachine;
