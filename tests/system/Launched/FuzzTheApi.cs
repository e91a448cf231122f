using System.Security.Cryptography;
using TicketBooking.Fuzzing;
using TicketBooking.SystemHarness;
using Xunit;

namespace TicketBooking.Launched;

/// <summary>Sends what no client should to every operation of the API document.</summary>
[Collection(nameof(LaunchedCollection))]
public sealed class FuzzTheApi(LocalSystem system, ITestOutputHelper output)
{
    private const int Requests = 10_000;
    private const int Connections = 8;

    [Fact]
    public Task Whatever_is_sent_the_answer_is_right_or_a_problem() => FuzzAsync(seed: 1);

    /// <summary>The output and a failure say the seed; with it, <c>EdgeBenchmark fuzz --seed</c> sends the same.</summary>
    [Fact]
    public Task Whatever_is_sent_by_another_seed_the_answer_is_right_or_a_problem() => FuzzAsync(RandomNumberGenerator.GetInt32(int.MaxValue));

    private async Task FuzzAsync(int seed)
    {
        var subject = await FuzzSubject.PrepareAsync(system.Gateway.BaseAddress!, ("admin", system.AdminPassword), TestContext.Current.CancellationToken);

        var report = await Fuzzer.RunAsync(subject, seed, Requests, Connections, TestContext.Current.CancellationToken);

        output.WriteLine($"seed {seed}: {report.Statuses}");
        Assert.Equal(Requests, report.Count);
        Assert.True(report.Faults.Count == 0, string.Join('\n', report.Faults));
    }
}
