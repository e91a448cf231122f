using System.Security.Claims;
using TicketBooking.Booking.Catalogue;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Diagnostics;
using TicketBooking.Booking.Domain;
using TicketBooking.Booking.EventCancellation;
using TicketBooking.Booking.Faults.Audit;
using TicketBooking.Booking.Features.Holds;
using TicketBooking.Booking.Locks;
using TicketBooking.Booking.Payments;
using TicketBooking.Booking.Sales;
using TicketBooking.Contracts.Layout;
using TicketBooking.Testing;

namespace TicketBooking.Booking.Faults.Interleavings;

/// <summary>The life of one booking of two seats, op by op.</summary>
/// <param name="world">Where it plays.</param>
/// <param name="ops">What happens.</param>
/// <param name="priceMinor">Of each seat.</param>
internal sealed class Story(World world, IReadOnlyList<Op> ops, long priceMinor = Hall.Price)
{
    private readonly Guid _userId = Guid.CreateVersion7();
    private readonly Hall _first = Hall.Of(Sample.Event(Sample.Section("Main", rows: 1, seatsPerRow: 2, priceMinor)));
    private readonly Buyer _buyer = new(world);
    private readonly Webhooks _webhooks = new(world);
    private Hall? _repriced;

    public Guid BookingId { get; } = Guid.CreateVersion7();

    /// <summary>How often the process died.</summary>
    public int Deaths { get; private set; }

    /// <summary>With the latest prices.</summary>
    private Hall Current => _repriced ?? _first;

    public override string ToString() => string.Join(", ", ops);

    public async Task PlayAsync()
    {
        await TakeAsync(BookingId, _userId, _first, _first.Seats);
        var crash = false;
        foreach (var op in ops)
        {
            if (op != Op.Crash && crash)
            {
                Deaths += await Death.AtEachStepOfAsync(() => DoAsync(op));
            }
            else
            {
                await DoAsync(op);
            }

            crash = op == Op.Crash;
        }
    }

    private Task DoAsync(Op op) => op switch
    {
        Op.Book => BookAsync(),
        Op.BookInVain => BookInVainAsync(),
        Op.Pay => _buyer.PayAsync(BookingId, "pm_card_visa"),
        Op.PayAndBeRefundedSlowly => _buyer.PayAsync(BookingId, "pm_card_pendingRefund"),
        Op.Decline => _buyer.PayAsync(BookingId, "pm_card_chargeDeclined"),
        Op.Webhook => _webhooks.ArriveAsync(BookingId, most: 1),
        Op.Replay => _webhooks.ArriveAsync(BookingId, most: 100),
        Op.Settle => SettleAsync(),
        Op.Confirm => ConfirmAsync(),
        Op.Expire => ExpireAsync(),
        Op.End => EndAsync(),
        Op.Release => ReleaseAsync(),
        Op.Cancel => world.Part<Cancellations>().CancelAsync(BookingId, CancellationToken.None),
        Op.CancelFirst => CancelSeatAsync(_first.Seats[0]),
        Op.CancelSecond => CancelSeatAsync(_first.Seats[1]),
        Op.Extend => ExtendAsync(),
        Op.Rival => TakeAsync(Guid.CreateVersion7(), Guid.CreateVersion7(), Current, Current.Seats[1..]),
        Op.RivalAtOldPrices => SellAtOldPricesAsync(),
        Op.Reprice => RepriceAsync(),
        Op.Refund => RefundAsync(),
        Op.RefundSucceeds => AtProviderAsync(intent => world.Stripe.MoveRefundAsync(intent, "succeeded")),
        Op.RefundFails => AtProviderAsync(intent => world.Stripe.MoveRefundAsync(intent, "failed")),
        Op.RefundElsewhere => AtProviderAsync(intent => world.Stripe.RefundAsync(intent)),
        Op.RefundPart => AtProviderAsync(intent => world.Stripe.RefundAsync(intent, amount: 100)),
        Op.Dispute => AtProviderAsync(world.Stripe.DisputeAsync),
        Op.Win => AtProviderAsync(intent => world.Stripe.CloseDisputeAsync(intent, "won")),
        Op.Lose => AtProviderAsync(intent => world.Stripe.CloseDisputeAsync(intent, "lost")),
        Op.Crash => Task.CompletedTask,
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, null),
    };

    private async Task BookAsync()
    {
        var (_, attempt, isNew, _) = await world.Part<PaymentStart>().BeginAsync(BookingId, _userId, CancellationToken.None);
        if (attempt is not null)
        {
            await world.Part<Checkout>().OpenAsync(attempt, mayAbandon: isNew, keepHold: true, CancellationToken.None);
        }
    }

    private async Task BookInVainAsync()
    {
        var (_, attempt, isNew, _) = await world.Part<PaymentStart>().BeginAsync(BookingId, _userId, CancellationToken.None);
        if (attempt is not null && isNew)
        {
            await world.Part<StripePayments>().CreateAsync(attempt, CancellationToken.None);
            await world.Part<PaymentSettlement>().AbandonAsync(attempt.Id, keepHold: true, CancellationToken.None);
        }
    }

    private async Task SettleAsync()
    {
        if (await LatestAttemptAsync() is { IntentId: { } intent } attempt && await _buyer.HasPaidAsync(intent))
        {
            await new ConfirmBooking(world.Part<PaymentSettlement>()).RunAsync(null!, attempt.Id);
        }
    }

    private async Task ConfirmAsync()
    {
        if (await LatestAttemptAsync() is { IntentId: not null } attempt)
        {
            await world.Part<PaymentCheck>().WhyNotPaidAsync(attempt, CancellationToken.None);
        }
    }

    private async Task ExpireAsync()
    {
        await world.Database.ExecuteAsync(
            """
            WITH booking AS (
              UPDATE tbl_booking SET created_at = created_at - interval '1 day', expires_at = now() - interval '1 second'
              WHERE id = $1 AND expires_at > now())
            UPDATE tbl_seat_claim SET expires_at = now() - interval '1 second' WHERE booking_id = $1 AND status = 'HELD' AND expires_at > now()
            """,
            BookingId);
        await world.Part<EndedHolds>().ExpireBatchAsync(CancellationToken.None);
    }

    private async Task EndAsync()
    {
        if (await LatestAttemptAsync() is { } attempt)
        {
            await new EndPayment(world.Database, world.Part<PaymentSettlement>()).RunAsync(
                null!, new EndPaymentInput(attempt.Id, EndReason.TimeOver, MayWait: false));
        }
    }

    private async Task RefundAsync()
    {
        await world.Database.ExecuteAsync("UPDATE tbl_payment_attempt SET refund_due_at = now() WHERE booking_id = $1", BookingId);
        foreach (var attempt in await PaymentAttempts.UnsettledAsync(world.Database, BookingId, CancellationToken.None))
        {
            await world.Part<Refunds>().MakeIfDueAsync(attempt.Id, CancellationToken.None);
        }
    }

    /// <summary>Something happens to the latest payment there, or cannot happen now.</summary>
    private async Task AtProviderAsync(Func<string, Task<bool>> happen)
    {
        if (await LatestAttemptAsync() is { IntentId: { } intent })
        {
            await happen(intent);
        }
    }

    private async Task CancelSeatAsync(LayoutSeat seat)
    {
        if (!await world.Part<Cancellations>().TryCancelSeatsSoonAsync(BookingId, [seat.Id], CancellationToken.None)
            && await BookingReads.SeatIdsAsync(world.Database, BookingId, CancellationToken.None) is [var last] && last == seat.Id)
        {
            await world.Part<Cancellations>().CancelSoonAsync(BookingId, CancellationToken.None);
        }
    }

    private async Task ExtendAsync() =>
        await ExtendHold.HandleAsync(BookingId, Caller(), world.Database, world.Part<BookingChanges>(), CancellationToken.None);

    private ClaimsPrincipal Caller() => new(new ClaimsIdentity([new Claim("sub", _userId.ToString())]));

    private async Task ReleaseAsync() => await ReleaseHold.HandleAsync(
        BookingId,
        Caller(),
        world.Database,
        world.Part<BookingChanges>(),
        world.Part<SeatLocks>(),
        world.Part<BookingMetrics>(),
        CancellationToken.None);

    private async Task RepriceAsync()
    {
        var message = Current.Message with
        {
            Version = Current.Message.Version + 1,
            Sections = [.. Current.Message.Sections.Select(section => section with { PriceMinor = section.PriceMinor + 1000 })],
        };
        await world.Part<EventCancellations>().ApplyAsync(message, CancellationToken.None);
        _repriced = Hall.Of(message);
    }

    private async Task SellAtOldPricesAsync()
    {
        var sale = await TakeAsync(Guid.CreateVersion7(), Guid.CreateVersion7(), _first, _first.Seats[1..]);
        if (_repriced is not null && sale.Booking is not null)
        {
            throw new InvalidOperationException($"A seat was sold at the prices of version {_first.Message.Version}, and version {_repriced.Message.Version} is stored.");
        }
    }

    private Task<SaleResult> TakeAsync(Guid bookingId, Guid userId, Hall hall, LayoutSeat[] seats) => world.Part<SeatTaker>().TakeAsync(
        new NewBooking(bookingId, userId, hall.EventId, seats, "EUR", TimeSpan.FromHours(1), MaxSeats: 8, AttemptId: null)
        {
            RulesVersion = hall.Message.Version,
            PricesVersion = hall.Message.Version,
        },
        world.Part<FreeSeatsCache>().Of(hall.EventId, new EventSeats(hall.Layout)),
        CancellationToken.None);

    private async Task<AttemptRow?> LatestAttemptAsync() => (await world.Database.RowsAsync(
        $"{PaymentAttempts.Select} WHERE booking.id = $1 ORDER BY attempt.number DESC LIMIT 1", PaymentAttempts.Read, BookingId)).SingleOrDefault();
}
