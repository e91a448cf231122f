using TicketBooking.ChildProcesses;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Containers;

/// <summary>The system on Kafka and Debezium.</summary>
public sealed class KafkaSystem() : RealSystem("dapr.yaml")
{
    private protected override async Task StartBrokerAsync()
    {
        var kafka = await StartAsync(Servers.NewKafka());
        await kafka.ExecuteAsync("env", "KAFKA_HOME=/opt/kafka", "bash", "/deploy/create-topics.sh");
    }

    private protected override async Task StartCaptureAsync()
    {
        await StartAsync(Servers.NewConnect());
        var (exitCode, output) = await ServiceProcess.RunAsync(
            new ChildCommand("bash", Repository.PathTo("deploy/debezium/register.sh"), Servers.ConnectAddress.GetLeftPart(UriPartial.Authority)));
        Assert.True(exitCode == 0, output);
    }
}
