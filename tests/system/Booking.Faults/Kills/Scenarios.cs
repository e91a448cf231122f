using System.Net;
using Dapr.DurableTask.Protobuf;
using Grpc.Net.Client;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Contracts;
using Xunit;

namespace TicketBooking.Booking.Faults.Kills;

/// <summary>What people do while processes die. Each arms the fault and says what has become of the event's bookings in the end.</summary>
internal static class Scenarios
{
    private static readonly object NoIntents = new { api = new[] { new { @do = "FailBefore", operation = "payment_intents.create", next = (int?)null } } };
    private static readonly object NoRefunds = new { api = new[] { new { @do = "FailBefore", operation = "refunds.create", next = (int?)null } } };
    private static readonly object RefundAnswered500 = new { api = new[] { new { @do = "FailAfter", operation = "refunds.create" } } };
    private static readonly object RefundRefused = new { api = new[] { new { @do = "Refuse", operation = "refunds.create", code = "charge_disputed" } } };
    private static readonly object NoWebhooks = new { webhooks = new[] { new { @do = "Drop", type = "*", next = (int?)null } } };

    public static async Task<string[]> PayForAHold(Play play)
    {
        await play.BeginAsync();
        await play.ArmAsync();
        var (_, intent) = await play.Buyer.CheckOutAsync(await play.Buyer.HoldSeatsAsync(play.EventId));
        await play.PayAsync(intent);
        return ["CONFIRMED"];
    }

    public static async Task<string[]> PayForSeats(Play play)
    {
        await play.BeginAsync();
        await play.ArmAsync();
        var (_, intent) = await play.Buyer.BookSeatsAsync(play.EventId);
        await play.PayAsync(intent);
        return ["CONFIRMED"];
    }

    /// <summary>As <see cref="PayForSeats"/>, but only the news of the payment meet the fault.</summary>
    public static async Task<string[]> HearOfAPayment(Play play)
    {
        await play.BeginAsync();
        var (_, intent) = await play.Buyer.BookSeatsAsync(play.EventId);
        await play.CalmAsync();
        await play.ArmAsync();
        await play.PayAsync(intent);
        return ["CONFIRMED"];
    }

    /// <summary>The first declined card starts the workflow, and the second is told to it.</summary>
    public static async Task<string[]> PayAtTheThirdTry(Play play)
    {
        await play.BeginAsync();
        var (_, intent) = await play.Buyer.BookSeatsAsync(play.EventId);
        await play.Stand.Provider.PayAsync(intent, "pm_card_chargeDeclined");
        await play.CalmAsync();
        await play.ArmAsync();
        await play.Stand.Provider.PayAsync(intent, "pm_card_chargeDeclined");
        await play.PayAsync(intent);
        return ["CONFIRMED"];
    }

    public static async Task<string[]> ConfirmWithoutWebhook(Play play)
    {
        await play.BeginAsync();
        await play.Stand.Provider.MisbehaveAsync(NoWebhooks);
        var (booking, intent) = await play.Buyer.BookSeatsAsync(play.EventId);
        await play.PayAsync(intent);
        await play.ArmAsync();
        await play.Buyer.ConfirmAsync(booking, intent);
        await play.Stand.Provider.BehaveAsync();
        return ["CONFIRMED"];
    }

    public static async Task<string[]> Release(Play play)
    {
        await play.BeginAsync();
        var hold = await play.Buyer.HoldSeatsAsync(play.EventId);
        await play.ArmAsync();
        await play.Buyer.ReleaseAsync(hold);
        return ["RELEASED"];
    }

    public static async Task<string[]> ExtendAHold(Play play)
    {
        await play.BeginAsync();
        var hold = await play.Buyer.HoldSeatsAsync(play.EventId);
        await play.ArmAsync();
        await play.Buyer.ExtendAsync(hold);
        return ["HELD"];
    }

    public static async Task<string[]> HoldAtANewPrice(Play play)
    {
        await play.BeginAsync();
        await play.ArmAsync();
        await play.RepriceAsync(9000);
        await play.Buyer.HoldSeatsAsync(play.EventId);
        Assert.Equal(2 * 9000, Assert.Single(await play.Buyer.BookingsAsync()).GetProperty("amountMinor").GetInt64());
        return ["HELD"];
    }

    public static async Task<string[]> TakeSeatsThatCostNothing(Play play)
    {
        await play.BeginAsync(priceMinor: 0);
        await play.ArmAsync();
        (await play.Buyer.TryBookSeatsAsync(play.EventId)).Success();
        return ["CONFIRMED"];
    }

    public static async Task<string[]> LetAHoldEnd(Play play)
    {
        await play.BeginAsync(holdSeconds: 1);
        await play.ArmAsync();
        await play.Buyer.HoldSeatsAsync(play.EventId);
        await play.UntilReachedAsync();
        return ["EXPIRED"];
    }

    public static async Task<string[]> NeverPay(Play play)
    {
        await play.BeginAsync(holdSeconds: 2);
        await play.ArmAsync();
        await play.Buyer.TryBookSeatsAsync(play.EventId);
        return ["EXPIRED"];
    }

    public static async Task<string[]> GiveATicketBack(Play play)
    {
        var booking = await BuyAsync(play);
        await play.ArmAsync();
        await play.Buyer.CancelAsync(booking);
        return ["REFUNDED"];
    }

    public static async Task<string[]> GiveASeatBack(Play play)
    {
        var booking = await BuyAsync(play);
        await play.ArmAsync();
        await play.Buyer.CancelSeatsAsync(booking, "A1");
        return ["CONFIRMED"];
    }

    public static async Task<string[]> BeRefundedWithAnError(Play play)
    {
        var booking = await BuyAsync(play);
        await play.Stand.Provider.MisbehaveAsync(RefundAnswered500);
        await play.ArmAsync();
        await play.Buyer.CancelAsync(booking);
        await play.UntilReachedAsync();
        await play.Stand.Provider.BehaveAsync();
        return ["REFUNDED"];
    }

    /// <summary>The bank sends a refund back that had succeeded.</summary>
    public static async Task<string[]> BeRefundedAgain(Play play)
    {
        var (booking, intent) = await BuyAndPayAsync(play);
        await play.Buyer.CancelAsync(booking);
        await play.UntilBookingsAreAsync("REFUNDED");
        await play.CalmAsync();
        await play.ArmAsync();
        Assert.True(await play.Stand.Provider.MoveRefundAsync(intent, "failed"));
        return ["REFUNDED"];
    }

    public static async Task<string[]> LoseADispute(Play play)
    {
        var (_, intent) = await BuyAndPayAsync(play);
        Assert.True(await play.Stand.Provider.DisputeAsync(intent));
        await play.CalmAsync();
        await play.ArmAsync();
        Assert.True(await play.Stand.Provider.CloseDisputeAsync(intent, "lost"));
        return ["REFUNDED"];
    }

    public static async Task<string[]> GiveATicketBackWhileTheProviderIsDown(Play play)
    {
        var booking = await BuyAsync(play);
        await play.Stand.Provider.MisbehaveAsync(NoRefunds);
        await play.ArmAsync();
        await play.Buyer.CancelAsync(booking);
        await play.UntilReachedAsync();
        await play.Stand.Provider.BehaveAsync();
        return ["REFUNDED"];
    }

    /// <summary>The provider has refused a refund, and would not any more.</summary>
    public static async Task<string[]> BeRefusedARefund(Play play)
    {
        var booking = await BuyAsync(play);
        await play.Stand.Provider.MisbehaveAsync(RefundRefused);
        await play.Buyer.CancelAsync(booking);
        await play.UntilBookingsAreAsync("REFUND_BLOCKED");
        return ["REFUNDED"];
    }

    /// <summary>The provider gives no intent for a while; it is asked again, and what it has is cancelled.</summary>
    public static async Task<string[]> BookWhileTheProviderIsDown(Play play)
    {
        await play.BeginAsync();
        await play.Stand.Provider.MisbehaveAsync(NoIntents);
        await play.ArmAsync();
        await play.Buyer.TryBookSeatsAsync(play.EventId);
        await Time.PassAsync(play.Stand.Database);
        if (play.Fault.Step == Steps.CommitAskPostponed)
        {
            await play.UntilReachedAsync();
        }

        await play.Stand.Provider.BehaveAsync();
        foreach (var booking in await play.Buyer.BookingsAsync())
        {
            await play.Buyer.CancelAsync(booking.GetProperty("bookingId").GetGuid());
        }

        await Time.PassAsync(play.Stand.Database);
        return ["RELEASED"];
    }

    /// <summary>Money that was under way when its booking was cancelled goes back when it comes.</summary>
    public static async Task<string[]> PayTooLate(Play play)
    {
        await play.BeginAsync();
        var (booking, intent) = await play.Buyer.BookSeatsAsync(play.EventId);
        await play.Stand.Provider.AllowBankDebitsAsync(intent);
        await play.PayAsync(intent, "pm_usBankAccount_success");
        await play.Buyer.CancelAsync(booking);
        await play.UntilBookingsAreAsync("RELEASED");
        await play.ArmAsync();
        await play.Stand.SettleAsync(intent);
        return ["REFUNDED"];
    }

    public static async Task<string[]> CallTheEventOff(Play play)
    {
        await BuyAsync(play);
        await play.ArmAsync();
        await CallOffAsync(play);
        await play.UntilBookingsAreAsync("REFUNDED");
        return ["REFUNDED"];
    }

    /// <summary>An operator ends the workflow of the cancellation by force; another one is begun.</summary>
    public static async Task<string[]> CallTheEventOffAndEndItsWorkflow(Play play)
    {
        await BuyAsync(play);
        await play.Stand.Provider.MisbehaveAsync(NoRefunds);
        await CallOffAsync(play);
        await play.UntilBookingsAreAsync("REFUND_PENDING");
        await play.ArmAsync();
        using var sidecar = GrpcChannel.ForAddress(play.Stand.SidecarGrpcAddress);
        await new TaskHubSidecarService.TaskHubSidecarServiceClient(sidecar).TerminateInstanceAsync(
            new TerminateRequest { InstanceId = $"event-cancellation-{play.EventId}-2", Recursive = true });
        await play.UntilReachedAsync();
        await play.Stand.Provider.BehaveAsync();
        return ["REFUNDED"];
    }

    /// <summary>Event-core asks again until it has its answer; from then on nothing is sold.</summary>
    public static async Task<string[]> CloseTheEvent(Play play)
    {
        await play.BeginAsync();
        await play.ArmAsync();
        await play.Stand.CloseEventAsync(play.EventId);
        Assert.Equal(HttpStatusCode.Conflict, (await play.Buyer.TryBookSeatsAsync(play.EventId)).Status);
        return [];
    }

    public static async Task<string[]> BuyASeat(Play play)
    {
        await BuyAsync(play);
        return ["CONFIRMED"];
    }

    public static async Task<string[]> LoseASeat(Play play)
    {
        var booking = await BuyAsync(play);
        await play.Stand.Database.ExecuteAsync("UPDATE tbl_seat_claim SET status = 'RELEASED' WHERE booking_id = $1", booking);
        return ["CONFIRMED"];
    }

    public static async Task<string[]> ForgetACancellation(Play play)
    {
        await BuyAsync(play);
        await play.Stand.Database.ExecuteAsync("UPDATE tbl_event_rules SET status = 'CANCELLED' WHERE event_id = $1", play.EventId);
        return ["REFUNDED"];
    }

    public static async Task<string[]> ForgetAWorkflow(Play play)
    {
        await BuyAsync(play);
        await play.ArmAsync();
        await Time.PassAsync(play.Stand.Database);
        await Time.PassAsync(play.Stand.Database);
        return ["CONFIRMED"];
    }

    private static async Task<Guid> BuyAsync(Play play) => (await BuyAndPayAsync(play)).BookingId;

    private static async Task<(Guid BookingId, string IntentId)> BuyAndPayAsync(Play play)
    {
        await play.BeginAsync();
        var (booking, intent) = await play.Buyer.BookSeatsAsync(play.EventId);
        await play.PayAsync(intent);
        await play.UntilBookingsAreAsync("CONFIRMED");
        return (booking, intent);
    }

    private static Task CallOffAsync(Play play) =>
        play.Stand.PublishAsync(play.Event with { Version = 2, Status = EventStatuses.Cancelled });
}
