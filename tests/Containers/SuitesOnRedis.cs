using Xunit;

namespace TicketBooking.Containers;

[Collection(nameof(OneMachine))]
public sealed class SuitesOnRedis(RedisSystem system) : IClassFixture<RedisSystem>
{
    [Theory]
    [InlineData("Journey")]
    [InlineData("Kill")]
    [InlineData("Sidecar.Conformance")]
    public async Task A_suite_passes_on_Redis_and_the_relay(string suite)
    {
        ContainerEngine.SkipUnlessItAnswers();
        await system.PassesAsync(suite);
    }
}
