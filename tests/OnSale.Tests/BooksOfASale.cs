using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TicketBooking.OnSale.Sweeping;
using TicketBooking.Postgres;
using TicketBooking.Testing;

namespace TicketBooking.OnSale.Tests;

/// <summary>
/// Databases as the services make them, and the books of a small sale that agree: seat A1 is sold, A2 is held, and A3 was released. A test
/// damages them.
/// </summary>
internal sealed class BooksOfASale : IAsyncDisposable
{
    private const string InBooking =
        """
        INSERT INTO tbl_booking (id, user_id, event_id, status, amount_minor, currency, created_at, expires_at)
        SELECT md5(seat || 'booking')::uuid, md5(seat || 'user')::uuid, md5('event')::uuid, status, 4500, 'EUR', now(), now() + interval '1 hour'
        FROM (VALUES ('A1', 'CONFIRMED'), ('A2', 'HELD'), ('A3', 'RELEASED')) AS sale (seat, status);
        INSERT INTO tbl_booking_seat (booking_id, position, seat_id, seat_number, price_minor)
        SELECT md5(seat || 'booking')::uuid, 1, md5(seat)::uuid, seat, 4500 FROM unnest(ARRAY['A1', 'A2', 'A3']) AS seat;
        INSERT INTO tbl_seat_claim (event_id, seat_id, seat_number, booking_id, status, expires_at, version)
        SELECT md5('event')::uuid, md5(seat)::uuid, seat, md5(seat || 'booking')::uuid, status, CASE status WHEN 'HELD' THEN now() + interval '1 hour' END, version
        FROM (VALUES ('A1', 'BOOKED', 2), ('A2', 'HELD', 1), ('A3', 'RELEASED', 2)) AS claim (seat, status, version);
        INSERT INTO tbl_booking_outbox (id, aggregate_type, aggregate_id, type, payload, occurred_at)
        SELECT md5(seat || version)::uuid, 'booking', md5(seat || 'booking')::uuid::text, 'booking.changed', jsonb_build_object(
          'eventId', md5('event')::uuid, 'seats', jsonb_build_array(jsonb_build_object('seatId', md5(seat)::uuid, 'seatNumber', seat, 'version', version))), now()
        FROM (VALUES ('A1', 1), ('A1', 2), ('A2', 1), ('A3', 1), ('A3', 2)) AS message (seat, version);
        INSERT INTO tbl_payment_attempt (id, booking_id, number, payment_intent_id, outcome, settled_at)
        VALUES (md5('attempt')::uuid, md5('A1booking')::uuid, 1, 'pi_1', 'PAID', now());
        """;

    private const string InSeats =
        """
        INSERT INTO tbl_event (id, currency, seat_count, seq) VALUES (md5('event')::uuid, 'EUR', 3, 3);
        INSERT INTO tbl_seat (id, event_id, position, seat_number, section, row_letters, number, accessible, price_minor, status, version)
        SELECT md5(seat)::uuid, md5('event')::uuid, position, seat, 'Stalls', 'A', position + 1, false, 4500, status, version
        FROM (VALUES ('A1', 0, 'BOOKED', 2), ('A2', 1, 'HELD', 1), ('A3', 2, 'AVAILABLE', 2)) AS shown (seat, position, status, version);
        INSERT INTO tbl_seat_change (event_id, seq, seat_number, status)
        SELECT md5('event')::uuid, seq, seat, status FROM (VALUES ('A1', 1, 'HELD'), ('A2', 2, 'HELD'), ('A1', 3, 'BOOKED')) AS change (seat, seq, status);
        INSERT INTO tbl_section_count (event_id, section, position, seat_count, available) VALUES (md5('event')::uuid, 'Stalls', 0, 3, 1);
        """;

    private readonly TestPostgres _booking;
    private readonly TestPostgres _seats;
    private readonly TestPostgres _sidecar;

    private BooksOfASale(TestPostgres booking, TestPostgres seats, TestPostgres sidecar)
    {
        (_booking, _seats, _sidecar) = (booking, seats, sidecar);
        Ledger = new([PaymentOf("A1booking")], 0);
    }

    /// <summary>The provider's books.</summary>
    public Ledger Ledger { get; set; }

    public static async Task<BooksOfASale> OpenAsync()
    {
        var books = new BooksOfASale(await MigratedAsync("Booking"), await MigratedAsync("Seats"), await MigratedAsync("Sidecar"));
        await books.DamageAsync("booking", InBooking);
        await books.DamageAsync("seats", InSeats);
        return books;
    }

    /// <summary>A payment that was captured for the booking whose id is made of these words.</summary>
    public static Intent PaymentOf(string booking, string id = "pi_1", string status = "succeeded") => new(
        id, 4500, status == "succeeded" ? 4500 : 0, 0, status, new() { ["bookingId"] = IdOf(booking), ["attemptId"] = IdOf("attempt") });

    public async Task DamageAsync(string database, string sql)
    {
        var damaged = database switch { "booking" => _booking, "seats" => _seats, _ => _sidecar };
        await using var command = damaged.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Looks once.</summary>
    public async Task<SweepResult> SweepAsync()
    {
        await using var sweep = new Sweep(
            NpgsqlDataSource.Create(_booking.ConnectionString),
            NpgsqlDataSource.Create(_seats.ConnectionString),
            NpgsqlDataSource.Create(_sidecar.ConnectionString),
            _ => Task.FromResult(Ledger));
        return await sweep.RunAsync(TimeSpan.Zero, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _booking.DisposeAsync();
        await _seats.DisposeAsync();
        await _sidecar.DisposeAsync();
    }

    private static async Task<TestPostgres> MigratedAsync(string project)
    {
        var database = await TestPostgres.CreateAsync();
        await new Migrator(database.DataSource, Migration.EmbeddedIn(Assembly.Load(project)), NullLogger<Migrator>.Instance).StartingAsync(CancellationToken.None);
        return database;
    }

    /// <summary>As md5(…)::uuid does.</summary>
    private static string IdOf(string words)
    {
#pragma warning disable CA5351 // It names, and protects nothing.
        var hash = System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(words));
#pragma warning restore CA5351
        return Guid.Parse(Convert.ToHexString(hash)).ToString();
    }
}
