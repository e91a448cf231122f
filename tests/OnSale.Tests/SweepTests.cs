using TicketBooking.OnSale.Sweeping;
using Xunit;

namespace TicketBooking.OnSale.Tests;

/// <summary>A sweep finds every kind of difference. Replication slots are of the whole server, so these tests run one after the other.</summary>
public sealed class SweepTests
{
    private const string Tables = "booking";
    private const string Seats = "seats";
    private const string Sidecar = "sidecar";

    [Fact]
    public async Task Books_that_agree_are_clean()
    {
        await using var books = await BooksOfASale.OpenAsync();

        var result = await books.SweepAsync();

        Assert.True(result.IsClean, result.ToString());
        Assert.Equal((1, 1, 1, 1, 1), (result.SoldSeats, result.UniqueSeats, result.BookedClaims, result.PaidBookings, result.CapturedPayments));
    }

    [Theory]
    [InlineData("sold twice", Tables, "UPDATE tbl_booking SET status = 'CONFIRMED'; UPDATE tbl_booking_seat SET seat_id = md5('A1')::uuid, seat_number = 'A1'")]
    [InlineData("claim without booking", Tables, "UPDATE tbl_booking SET status = 'EXPIRED' WHERE status = 'CONFIRMED'")]
    [InlineData("claim without booking", Tables, "UPDATE tbl_booking SET status = 'RELEASED' WHERE status = 'HELD'")]
    [InlineData("claim without booking", Tables, "UPDATE tbl_booking_seat SET cancelled_at = now() WHERE seat_number = 'A1'")]
    [InlineData("booking without claim", Tables, "UPDATE tbl_seat_claim SET status = 'RELEASED' WHERE status = 'BOOKED'")]
    [InlineData("booking without claim", Tables, "DELETE FROM tbl_seat_claim WHERE status = 'HELD'")]
    [InlineData("booking without claim", Tables, "DELETE FROM tbl_booking_seat WHERE seat_number = 'A3'")]
    [InlineData("unfinished booking", Tables, "UPDATE tbl_booking SET status = 'REFUND_PENDING' WHERE status = 'RELEASED'")]
    [InlineData("unfinished booking", Tables, "UPDATE tbl_booking SET created_at = now() - interval '2 s', expires_at = now() - interval '1 s' WHERE status = 'HELD'")]
    [InlineData("unfinished booking", Tables,
        "UPDATE tbl_booking SET status = 'PENDING_PAYMENT', created_at = now() - interval '2 s', expires_at = now() - interval '1 s' WHERE status = 'HELD'")]
    [InlineData("message missing", Tables, "DELETE FROM tbl_booking_outbox WHERE id = md5('A1' || 1)::uuid")]
    [InlineData("webhook not delivered", Tables, "INSERT INTO tbl_webhook_inbox (event_id, type, payload) VALUES ('evt_1', 'payment_intent.succeeded', '{}')")]
    [InlineData("totals", Tables, "DELETE FROM tbl_seat_claim WHERE status = 'BOOKED'")]
    [InlineData("money", Tables, "UPDATE tbl_booking_seat SET price_minor = 4400 WHERE seat_number = 'A1'")]
    [InlineData("orphan intent", Tables, "UPDATE tbl_payment_attempt SET payment_intent_id = 'pi_2'")]
    [InlineData("unknown intent", Tables, "UPDATE tbl_payment_attempt SET payment_intent_id = 'pi_2'")]
    [InlineData("projection", Seats, "UPDATE tbl_seat SET status = 'AVAILABLE' WHERE seat_number = 'A1'")]
    [InlineData("projection", Seats, "UPDATE tbl_seat SET version = version + 1 WHERE seat_number = 'A2'")]
    [InlineData("projection", Tables, "DELETE FROM tbl_seat_claim WHERE seat_number = 'A3'")]
    [InlineData("sequence", Seats, "DELETE FROM tbl_seat_change WHERE seq = 2")]
    [InlineData("sequence", Seats, "UPDATE tbl_event SET seq = 4")]
    [InlineData("count of free seats", Seats, "UPDATE tbl_section_count SET available = 2")]
    [InlineData("parked message", Seats, "INSERT INTO tbl_parked_message (topic, message_id, body, error) VALUES ('t', 'm', '', 'e')")]
    [InlineData("message not taken", Sidecar,
        """
        INSERT INTO pubsub_offset VALUES ('pubsub', 't', 'seats', 0, 0);
        INSERT INTO pubsub_message (pubsub, topic, partition, metadata, data) VALUES ('pubsub', 't', 0, '{}', '')
        """)]
    public async Task Damage_of_a_database_is_found(string kind, string database, string sql)
    {
        await using var books = await BooksOfASale.OpenAsync();
        await books.DamageAsync(database, sql);

        Assert.Contains(kind, (await books.SweepAsync()).Differences.Select(difference => difference.Kind));
    }

    [Fact]
    public async Task Money_of_nobody_is_found()
    {
        await using var books = await BooksOfASale.OpenAsync();
        books.Ledger = books.Ledger with { Intents = [.. books.Ledger.Intents, BooksOfASale.PaymentOf("another system's", "pi_9")] };

        Assert.Contains("orphan intent", Kinds(await books.SweepAsync()));
    }

    [Fact]
    public async Task A_booking_that_is_paid_twice_is_found()
    {
        await using var books = await BooksOfASale.OpenAsync();
        books.Ledger = books.Ledger with { Intents = [.. books.Ledger.Intents, BooksOfASale.PaymentOf("A1booking", "pi_9")] };

        Assert.Equal(["totals", "orphan intent", "money"], Kinds(await books.SweepAsync()));
    }

    [Fact]
    public async Task Money_that_was_not_taken_is_found()
    {
        await using var books = await BooksOfASale.OpenAsync();
        books.Ledger = books.Ledger with { Intents = [BooksOfASale.PaymentOf("A1booking", status: "canceled")] };

        Assert.Equal(["totals", "money"], Kinds(await books.SweepAsync()));
    }

    [Fact]
    public async Task A_payment_that_can_still_be_made_for_a_booking_that_is_over_is_found()
    {
        await using var books = await BooksOfASale.OpenAsync();
        books.Ledger = books.Ledger with { Intents = [.. books.Ledger.Intents, BooksOfASale.PaymentOf("A3booking", "pi_9", "requires_payment_method")] };

        Assert.Contains("open intent", Kinds(await books.SweepAsync()));
    }

    [Fact]
    public async Task A_webhook_that_the_provider_still_has_is_found()
    {
        await using var books = await BooksOfASale.OpenAsync();
        books.Ledger = books.Ledger with { UndeliveredWebhooks = 1 };

        Assert.Contains("webhook not delivered", Kinds(await books.SweepAsync()));
    }

    [Fact]
    public async Task A_log_that_is_not_drained_is_found()
    {
        await using var books = await BooksOfASale.OpenAsync();
        await books.DamageAsync(Tables, "SELECT pg_create_logical_replication_slot('left_behind', 'pgoutput')");
        await books.DamageAsync(Tables, "UPDATE tbl_booking SET currency = 'USD'");

        var kinds = Kinds(await books.SweepAsync());
        await books.DamageAsync(Tables, "SELECT pg_drop_replication_slot('left_behind')");

        Assert.Equal(["log not drained"], kinds);
    }

    private static string[] Kinds(SweepResult result) => [.. result.Differences.Select(difference => difference.Kind).Distinct()];
}
