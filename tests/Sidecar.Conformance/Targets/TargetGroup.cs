using Xunit;

namespace TicketBooking.Sidecar.Conformance.Targets;

/// <summary>All conformance tests share one target, which has read its app's subscriptions once.</summary>
[CollectionDefinition(Name)]
public sealed class TargetGroup : ICollectionFixture<TargetFixture>
{
    public const string Name = "target";
}
