using Xunit;

namespace TicketBooking.Containers;

[Collection(nameof(OneMachine))]
public sealed class SuitesOnKafka(KafkaSystem system) : IClassFixture<KafkaSystem>
{
    [Theory]
    [InlineData("Journey")]
    [InlineData("Kill")]
    [InlineData("Sidecar.Conformance")]
    public async Task A_suite_passes_on_Kafka_and_Debezium(string suite)
    {
        ContainerEngine.SkipUnlessItAnswers();
        await system.PassesAsync(suite);
    }
}
