using Npgsql;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Data;
using TicketBooking.StripeSimulator.Domain;
using TicketBooking.StripeSimulator.Features.Intents;
using TicketBooking.StripeSimulator.Webhooks;

namespace TicketBooking.StripeSimulator.Features;

/// <summary>The bank's late answer to delayed payment methods; what is waiting survives a restart.</summary>
internal sealed partial class Settlement(
    NpgsqlDataSource source, Transactions transactions, Wakeup wakeup, TimeProvider clock, ILogger<Settlement> logger) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private readonly Bell _bell = wakeup.NewBell();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            DateTimeOffset? next;
            try
            {
                next = await SettleDue(stoppingToken);
            }
            catch (NpgsqlException failure)
            {
                LogDatabase(failure);
                next = clock.GetUtcNow() + AfterFailure;
            }

            await _bell.Wait(next, clock, stoppingToken);
        }
    }

    private async Task<DateTimeOffset?> SettleDue(CancellationToken cancel)
    {
        await using var db = await source.OpenConnectionAsync(cancel);
        await IdempotencyKeys.Prune(db, clock.GetUtcNow(), cancel);
        while (await SettleOne(db, cancel))
        {
            transactions.Announce();
        }

        const string Next = "SELECT min(settles_at) FROM payment_intent WHERE settles_at IS NOT NULL";
        return await db.Scalar<DateTime?>(Next, cancel) is { } due ? new DateTimeOffset(due, TimeSpan.Zero) : null;
    }

    private async Task<bool> SettleOne(NpgsqlConnection db, CancellationToken cancel)
    {
        await using var transaction = await db.BeginTransactionAsync(cancel);
        var body = await db.Scalar<string>(
            "SELECT body::text FROM payment_intent WHERE settles_at <= $1 ORDER BY settles_at LIMIT 1 FOR UPDATE",
            cancel, clock.GetUtcNow());
        if (body is null)
        {
            return false;
        }

        await Settle(transactions.In(db, cause: null), StripeJson.Read<PaymentIntent>(body), cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private static async Task Settle(Effects effects, PaymentIntent intent, CancellationToken cancel)
    {
        var charge = (await effects.Db.ReadCharge(intent.LatestCharge!, cancel))!;
        if (TestPaymentMethods.Find(intent.PaymentMethod!)!.Failure is { } failure)
        {
            await effects.Db.Update(charge.Failed(failure), cancel);
            var status = IntentMachine.Next(intent.Status, IntentInput.Bounced)!;
            await effects.Save(intent.Failed(status, Charging.Explain(failure, intent, charge)), cancel);
        }
        else
        {
            await effects.Db.Update(charge.Captured(charge.Amount), cancel);
            var status = IntentMachine.Next(intent.Status, IntentInput.Settled)!;
            await effects.Save(intent.Apply(IntentInput.Settled, status), cancel);
        }
    }

    [LoggerMessage(6011, LogLevel.Error, "Delayed payments could not be settled; trying again")]
    private partial void LogDatabase(Exception failure);
}
