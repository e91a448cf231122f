using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Platform.Tests;

public sealed class PolledGaugesTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Values_are_read_at_start_and_after_every_interval()
    {
        using var gauges = new ScriptedGauges(_clock) { IsListenedTo = true };
        await gauges.StartAsync(CancellationToken.None);
        gauges.Answer("first");
        await gauges.UntilLatestIsAsync("first");

        gauges.Answer("second");
        _clock.Advance(Interval);

        await gauges.UntilLatestIsAsync("second");
        await gauges.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task After_a_failure_there_is_no_value_until_the_next_reading()
    {
        using var gauges = new ScriptedGauges(_clock) { IsListenedTo = true };
        await gauges.StartAsync(CancellationToken.None);
        gauges.Answer("first");
        await gauges.UntilLatestIsAsync("first");

        gauges.Answer(null);
        _clock.Advance(Interval);
        await gauges.UntilLatestIsAsync(null);

        gauges.Answer("third");
        _clock.Advance(Interval);
        await gauges.UntilLatestIsAsync("third");
        await gauges.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Nothing_is_read_while_no_exporter_listens()
    {
        using var gauges = new ScriptedGauges(_clock);
        await gauges.StartAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() => gauges.Questions > 0);
        Assert.Equal(0, gauges.Readings);

        gauges.IsListenedTo = true;
        gauges.Answer("first");
        _clock.Advance(Interval);
        await gauges.UntilLatestIsAsync("first");
        await gauges.StopAsync(CancellationToken.None);
    }

    private sealed class ScriptedGauges(TimeProvider clock) : PolledGauges<string>(clock, NullLogger.Instance)
    {
        private readonly Channel<string?> _answers = Channel.CreateUnbounded<string?>();

        public bool IsListenedTo { get; set; }

        public int Readings { get; private set; }

        /// <summary>How often it was asked whether an exporter listens.</summary>
        public int Questions { get; private set; }

        protected override bool IsHeard
        {
            get
            {
                Questions++;
                return IsListenedTo;
            }
        }

        /// <summary>What a reading finds; null when the database does not answer.</summary>
        public void Answer(string? value) => _answers.Writer.TryWrite(value);

        public Task UntilLatestIsAsync(string? value) => Eventually.EqualsAsync(value, () => Task.FromResult(Latest));

        protected override async Task<string> ReadAsync(CancellationToken cancellationToken)
        {
            Readings++;
            return await _answers.Reader.ReadAsync(cancellationToken) ?? throw new NpgsqlException("The database does not answer.");
        }
    }
}
