using System.Diagnostics.Metrics;
using Npgsql;
using TicketBooking.Platform;
using TicketBooking.Seats.Data;

namespace TicketBooking.Seats.Generation;

/// <summary>
/// Shows the events that wait for their seats. <c>seats.generation.waiting</c> is how many, <c>seats.generation.age</c> how long the oldest has
/// waited.
/// </summary>
internal sealed class GenerationGauges : PolledGauges<WaitingJobs>
{
    private readonly NpgsqlDataSource _database;
    private readonly ObservableGauge<long> _waiting;
    private readonly ObservableGauge<double> _age;

    public GenerationGauges(NpgsqlDataSource database, IMeterFactory meters, TimeProvider clock, ILogger<GenerationGauges> logger)
        : base(clock, logger)
    {
        _database = database;
        var meter = meters.Create("TicketBooking.Seats");
        _waiting = meter.CreateObservableGauge("seats.generation.waiting", Waiting, "{event}", "Events that wait for their seats.");
        _age = meter.CreateObservableGauge("seats.generation.age", Age, "s", "How long the oldest of them has waited.");
    }

    protected override bool IsHeard => _waiting.Enabled || _age.Enabled;

    protected override Task<WaitingJobs> ReadAsync(CancellationToken cancellationToken) => GenerationJobs.CountAsync(_database, cancellationToken);

    private IEnumerable<Measurement<long>> Waiting() => Latest is { } jobs
        ? [Of(jobs.Jobs - jobs.Failing, "new"), Of(jobs.Failing, "failing")]
        : [];

    private IEnumerable<Measurement<double>> Age() => Latest is { } jobs ? [new(jobs.Age.TotalSeconds)] : [];

    private static Measurement<long> Of(long count, string state) => new(count, KeyValuePair.Create<string, object?>("state", state));
}
