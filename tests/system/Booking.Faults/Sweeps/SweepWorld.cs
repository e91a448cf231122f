using Dapr.Workflow;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Booking.EventCancellation;
using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Booking.Faults.Interleavings;
using TicketBooking.Booking.Payments;

namespace TicketBooking.Booking.Faults.Sweeps;

/// <summary>A world with a workflow API that refuses what a test names.</summary>
public sealed class SweepWorld : World
{
    internal WorkflowStore Workflows { get; } = new();

    protected override int GrpcPort => Workflows.Port;

    public override async ValueTask InitializeAsync()
    {
        await Workflows.StartAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Workflows.DisposeAsync();
    }

    /// <summary>Removes what an earlier test left.</summary>
    internal async Task ClearAsync()
    {
        Workflows.Ended.Clear();
        Workflows.Started.Clear();
        Workflows.Refusal = _ => null;
        await Database.ExecuteAsync("TRUNCATE tbl_booking, tbl_event_rules CASCADE");
    }

    internal PaymentSweeper NewSweeper(LogLines<PaymentSweeper> log, TimeProvider clock) =>
        new(Part<NpgsqlDataSource>(), Part<SweepSteps>(), Part<IOptions<PaymentOptions>>(), clock, log);

    internal WorkflowStarter NewWorkflowStarter(LogLines<WorkflowStarter> log) =>
        new(Part<NpgsqlDataSource>(), Part<PaymentWorkflowClient>(), Part<WorkflowStartSignal>(), log);

    internal EventCancellations NewEventCancellations(LogLines<EventCancellations> log) =>
        new(Part<NpgsqlDataSource>(), Part<DaprWorkflowClient>(), log);
}
