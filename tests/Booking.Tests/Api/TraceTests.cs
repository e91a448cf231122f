using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Tests.Harness;
using Xunit;

namespace TicketBooking.Booking.Tests.Api;

[Collection(BookingSystems.Sale)]
public sealed class TraceTests(BookingSystem system)
{
    private static readonly string[] StepsOfBookSeat =
    [
        Steps.LockTake, Steps.CommitBooking, Steps.StripeCreateIntent, Steps.CommitIntent,
    ];

    [Fact]
    public async Task The_trace_of_a_booking_names_every_step_in_order()
    {
        var hall = await system.NewEventAsync();

        var steps = await TraceAsync(async () =>
            Assert.Equal(HttpStatusCode.Created, (await system.NewBuyer().BookAsync(hall.EventId, "A1")).Status));

        Assert.Equal(StepsOfBookSeat, steps.Select(step => step.OperationName));
        Assert.All(steps, step => Assert.Equal(ActivityStatusCode.Unset, step.Status));
    }

    [Fact]
    public async Task A_booking_is_one_trace_from_request_through_workflow_to_the_last_message()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        using var trace = new Activity("buyer").SetIdFormat(ActivityIdFormat.W3C);
        trace.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        trace.Start();
        var booking = await buyer.BookAsync(hall.EventId, "A1");
        trace.Stop();

        Assert.True(await system.Stripe.PayAsync(booking));
        await buyer.WaitForStatusAsync(booking.Id("bookingId"), "CONFIRMED");

        var traces = await system.ScalarAsync<string[]>(
            "SELECT array_agg(split_part(traceparent, '-', 2) ORDER BY occurred_at) FROM tbl_booking_outbox WHERE aggregate_id = $1",
            booking.Text("bookingId"));
        Assert.Equal([trace.TraceId.ToHexString(), trace.TraceId.ToHexString()], traces);
    }

    [Fact]
    public async Task How_old_a_hold_was_when_it_ended_is_measured_with_what_became_of_it()
    {
        var hall = await system.NewEventAsync();
        var buyer = system.NewBuyer();
        var measured = new ConcurrentQueue<string>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "booking.hold.age")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        using var trace = new Activity("buyer").SetIdFormat(ActivityIdFormat.W3C).Start();
        // Other holds end meanwhile, by the sweeper: only what happens in this buyer's requests counts.
        meters.SetMeasurementEventCallback<double>((_, age, tags, _) =>
        {
            if (Activity.Current?.TraceId == trace.TraceId)
            {
                measured.Enqueue($"{tags[0].Value} {age is >= 0 and < 60}");
            }
        });
        meters.Start();

        await buyer.ReleaseAsync((await buyer.HoldAsync(hall.EventId, "A1")).Id("holdId"));
        await buyer.BookHoldAsync((await buyer.HoldAsync(hall.EventId, "A2")).Id("holdId"));

        Assert.Equal(["RELEASED True", "PENDING_PAYMENT True"], measured);
    }

    [Fact]
    public async Task A_step_that_fails_is_marked_in_the_trace()
    {
        var hall = await system.NewEventAsync(priceMinor: 10);

        var steps = await TraceAsync(() => system.NewBuyer().BookAsync(hall.EventId, "A1"));

        Assert.Equal(Steps.StripeCreateIntent, Assert.Single(steps, step => step.Status == ActivityStatusCode.Error).OperationName);
    }

    private static async Task<Activity[]> TraceAsync(Func<Task> act)
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "TicketBooking.Booking",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var trace = new Activity("buyer").SetIdFormat(ActivityIdFormat.W3C).Start();
        await act();
        return [.. ended.Where(step => step.TraceId == trace.TraceId)];
    }
}
