using Xunit;

namespace TicketBooking.SystemHarness;

/// <summary>One system for all tests of an assembly: the one that the environment names, else one that the launcher starts for them.</summary>
public sealed class SystemFixture : IAsyncLifetime
{
    public RunningSystem System { get; } = GivenSystem.IsNamed ? new GivenSystem() : new LocalSystem();

    public ValueTask InitializeAsync() => System.InitializeAsync();

    public ValueTask DisposeAsync() => System.DisposeAsync();
}
