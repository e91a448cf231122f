using Npgsql;
using TicketBooking.Postgres;
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
    private static readonly TimeSpan PruneInterval = TimeSpan.FromHours(1);
    private readonly WakeupListener _wakeups = wakeup.NewListener();
    private DateTimeOffset _prunes;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            DateTimeOffset? next;
            try
            {
                next = await SettleDueAsync(stoppingToken);
            }
            catch (NpgsqlException failure)
            {
                LogDatabase(failure);
                next = clock.GetUtcNow() + AfterFailure;
            }

            await _wakeups.WaitAsync(next, clock, stoppingToken);
        }
    }

    private async Task<DateTimeOffset?> SettleDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await source.OpenConnectionAsync(cancellationToken);
        if (clock.GetUtcNow() >= _prunes)
        {
            await IdempotencyKeys.PruneAsync(db, clock.GetUtcNow(), cancellationToken);
            _prunes = clock.GetUtcNow() + PruneInterval;
        }

        while (await NextAsync(db, cancellationToken) is { } next)
        {
            if (next > clock.GetUtcNow())
            {
                return next;
            }

            if (await SettleOneAsync(db, cancellationToken))
            {
                transactions.Announce();
            }
        }

        return null;
    }

    private static async Task<DateTimeOffset?> NextAsync(NpgsqlConnection db, CancellationToken cancellationToken) =>
        await db.Command("SELECT min(settles_at) FROM payment_intent WHERE settles_at IS NOT NULL").ScalarAsync<DateTime?>(cancellationToken) is { } due
            ? new DateTimeOffset(due, TimeSpan.Zero)
            : null;

    private async Task<bool> SettleOneAsync(NpgsqlConnection db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginTransactionAsync(cancellationToken);
        var body = await db.Command(
            "SELECT body::text FROM payment_intent WHERE settles_at <= $1 ORDER BY settles_at LIMIT 1 FOR UPDATE", clock.GetUtcNow()).ScalarAsync<string>(cancellationToken);
        if (body is null)
        {
            return false;
        }

        await SettleAsync(transactions.In(db, cause: null), StripeJson.Read<PaymentIntent>(body), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task SettleAsync(Effects effects, PaymentIntent intent, CancellationToken cancellationToken)
    {
        var charge = (await PaymentTables.ReadChargeAsync(effects.Db, intent.LatestCharge!, cancellationToken))!;
        if (TestPaymentMethods.Find(intent.PaymentMethod!)!.Failure is { } failure)
        {
            await PaymentTables.UpdateAsync(effects.Db, charge.Failed(failure), cancellationToken);
            var status = IntentMachine.Next(intent.Status, IntentInput.Bounced)!;
            await effects.SaveAsync(intent.Failed(status, Charging.Explain(failure, intent, charge)), cancellationToken);
        }
        else
        {
            await PaymentTables.UpdateAsync(effects.Db, charge.Captured(charge.Amount), cancellationToken);
            var status = IntentMachine.Next(intent.Status, IntentInput.Settled)!;
            await effects.SaveAsync(intent.Apply(IntentInput.Settled, status), cancellationToken);
        }
    }

    [LoggerMessage(6011, LogLevel.Error, "Delayed payments could not be settled; trying again")]
    private partial void LogDatabase(Exception failure);
}
