using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using TicketBooking.EmbeddedPostgres;
using TicketBooking.Launcher;
using TicketBooking.OnSale.Machine;

namespace TicketBooking.OnSale.Ratio;

/// <summary>
/// What PostgreSQL alone does in the launched system's own cluster, in a database of its own: claim, booking, seat and outbox row in one
/// prepared statement that commits itself. The tables have the columns and indexes of Booking's that such a row needs.
/// </summary>
internal static partial class Pgbench
{
    public const string Database = "on_sale_ratio";

    private const string Tables =
        """
        DROP TABLE IF EXISTS claim, booking, booking_seat, outbox;
        DROP SEQUENCE IF EXISTS seat_number;
        CREATE SEQUENCE seat_number CACHE 100;
        CREATE TABLE claim (event_id uuid, seat_id uuid, seat_number text NOT NULL, booking_id uuid NOT NULL, status text NOT NULL, expires_at timestamptz,
          version bigint NOT NULL, changed_in bigint, PRIMARY KEY (event_id, seat_id));
        CREATE INDEX ON claim (booking_id);
        CREATE INDEX ON claim (event_id, changed_in);
        CREATE TABLE booking (id uuid PRIMARY KEY, user_id uuid NOT NULL, event_id uuid NOT NULL, status text NOT NULL, amount_minor bigint NOT NULL,
          currency text NOT NULL, created_at timestamptz NOT NULL, expires_at timestamptz NOT NULL);
        CREATE INDEX ON booking (user_id, created_at DESC, id DESC);
        CREATE INDEX ON booking (expires_at) WHERE status = 'HELD';
        CREATE TABLE booking_seat (booking_id uuid, position int, seat_id uuid NOT NULL, seat_number text NOT NULL, price_minor bigint NOT NULL,
          PRIMARY KEY (booking_id, position), UNIQUE (booking_id, seat_id));
        CREATE TABLE outbox (id uuid PRIMARY KEY, aggregate_type text NOT NULL, aggregate_id text NOT NULL, type text NOT NULL, payload jsonb NOT NULL,
          traceparent text, occurred_at timestamptz NOT NULL);
        CREATE INDEX ON outbox (occurred_at);
        """;

    private const string Statement =
        """
        WITH new AS MATERIALIZED (
          SELECT gen_random_uuid() AS id, gen_random_uuid() AS seat, 'A' || nextval('seat_number') AS number, '00000000-0000-0000-0000-000000000001'::uuid AS event),
        claimed AS (
          INSERT INTO claim AS c (event_id, seat_id, seat_number, booking_id, status, expires_at, version, changed_in)
          SELECT event, seat, number, id, 'HELD', now() + interval '600 s', 1, pg_current_xact_id()::text::bigint FROM new
          ON CONFLICT (event_id, seat_id) DO UPDATE SET booking_id = excluded.booking_id, expires_at = excluded.expires_at, version = c.version + 1
          WHERE c.status = 'RELEASED' OR c.expires_at <= now() RETURNING booking_id),
        booked AS (
          INSERT INTO booking SELECT id, id, event, 'HELD', 4500, 'EUR', now(), now() + interval '600 s' FROM new JOIN claimed ON booking_id = id),
        seated AS (INSERT INTO booking_seat SELECT id, 1, seat, number, 4500 FROM new JOIN claimed ON booking_id = id)
        INSERT INTO outbox SELECT gen_random_uuid(), 'booking', id::text, 'booking.changed',
          jsonb_build_object('bookingId', id, 'eventId', event, 'status', 'HELD', 'occurredAt', now(), 'seats', jsonb_build_array(
            jsonb_build_object('seatId', seat, 'seatNumber', number, 'status', 'HELD', 'version', 1))), NULL, clock_timestamp()
        FROM new JOIN claimed ON booking_id = id;
        """;

    /// <returns>Transactions a second, and their mean time in milliseconds.</returns>
    public static async Task<(double PerSecond, double Milliseconds)> RunAsync(LaunchedSystem system, int clients, TimeSpan duration)
    {
        await PostgresDatabase.CreateAsync(system.ConnectionString("postgres"), Database);
        await using var database = system.Database(Database);
        await using (var make = database.CreateCommand(Tables))
        {
            await make.ExecuteNonQueryAsync();
        }

        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, Statement);
        var output = await RunAsync(system, script, clients, duration);
        File.Delete(script);
        var (rate, latency) = (Rate().Match(output), Latency().Match(output));
        return rate.Success ? (Number(rate), Number(latency)) : throw new UserException($"pgbench said: {output}");

        static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static async Task<string> RunAsync(LaunchedSystem system, string script, int clients, TimeSpan duration)
    {
        var at = new NpgsqlConnectionStringBuilder(system.ConnectionString(Database));
        var start = new ProcessStartInfo(
            Program(),
            [
                "-h", at.Host!, "-p", $"{at.Port}", "-U", at.Username!, "-n", "-M", "prepared", "-c", $"{clients}", "-j", "2",
                "-T", $"{duration.TotalSeconds:0}", "-f", script, Database,
            ])
        {
            RedirectStandardOutput = true,
            Environment = { ["PGPASSWORD"] = at.Password },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    /// <summary>Beside the server's programs, which PATH may only link to.</summary>
    private static string Program()
    {
        var server = PostgresBinaries.Find().Postgres;
        return Path.Combine(Path.GetDirectoryName(File.ResolveLinkTarget(server, returnFinalTarget: true)?.FullName ?? server)!, "pgbench");
    }

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"latency average = ([0-9.]+)")]
    private static partial Regex Latency();
}
