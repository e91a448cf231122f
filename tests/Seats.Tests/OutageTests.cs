using System.Text.Json;
using TicketBooking.Contracts;
using TicketBooking.Contracts.Layout;
using TicketBooking.Sidecar;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests;

/// <summary>The service's database is away for longer than all retries of its sidecar.</summary>
public sealed class OutageTests(TestPostgres sidecarDatabase) : IClassFixture<TestPostgres>
{
    [Fact]
    public async Task Messages_that_used_up_all_retries_come_back_through_the_dead_letter_and_nothing_is_lost()
    {
        using var components = new ShortRetries();
        await using var sidecars = await SidecarHost.StartAsync(new SidecarOptions
        {
            Postgres = sidecarDatabase.ConnectionString,
            AppApiToken = TestSeats.Token,
            ResourcesPaths = { components.Path },
            Apps = { new() { AppId = AppIds.Seats }, new() { AppId = "outbox-relay" } },
        });
        using var relay = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{sidecars["outbox-relay"].HttpPort}") };
        await using var seats = new TestSeats();
        await seats.StartAsync(
            ("DAPR_HTTP_PORT", $"{sidecars[AppIds.Seats].HttpPort}"), ("DAPR_GRPC_PORT", $"{sidecars[AppIds.Seats].GrpcPort}"));
        sidecars.AttachApp(AppIds.Seats, seats.Client.BaseAddress!.Port);
        var message = Sample.Event(Sample.Section("Stalls", 5, 10));
        await seats.AcceptAsync(message);

        await AllowConnectionsAsync(seats, false);
        var bookings = Enumerable.Range(1, 10).Select(number => Sample.Booking(
            message.EventId, new SeatChange(SeatId.Of(message.EventId, "Stalls", "A", number), $"A{number}", SeatStatuses.Held, 1)));
        foreach (var booking in bookings)
        {
            var change = OutboxRow.ChangeOf(
                JsonSerializer.Serialize(booking, ContractsJson.Default.BookingMessage), MessageTypes.BookingChanged, table: "tbl_booking_outbox");
            await OutboxRow.PublishAsync(relay, Topics.BookingOutbox, booking.BookingId, change);
        }

        await Eventually.EqualsAsync(10L, () => CountDeadLettersAsync());
        await AllowConnectionsAsync(seats, true);

        await Eventually.EqualsAsync(
            10L, () => seats.CountAsync($"SELECT count(*) FROM tbl_seat WHERE event_id = '{message.EventId}' AND status = 'HELD'"));
        await Eventually.EqualsAsync(0L, () => seats.CountAsync("SELECT count(*) FROM tbl_parked_message"));
    }

    private async Task<long> CountDeadLettersAsync()
    {
        await using var command = sidecarDatabase.DataSource.CreateCommand("SELECT count(*) FROM pubsub_message WHERE topic = 'event.deadletter.seats'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The server refuses the service, as it does while it starts up; open connections end.</summary>
    private async Task AllowConnectionsAsync(TestSeats seats, bool isAllowed)
    {
        var name = new Npgsql.NpgsqlConnectionStringBuilder(seats.Database.ConnectionString).Database;
        await using var allow = sidecarDatabase.DataSource.CreateCommand(
            $"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {isAllowed}; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND NOT {isAllowed}");
        await allow.ExecuteNonQueryAsync();
        seats.Database.Clear();
    }

    /// <summary>The local components with two quick retries.</summary>
    private sealed class ShortRetries : IDisposable
    {
        public ShortRetries()
        {
            foreach (var file in Directory.EnumerateFiles(Repository.PathTo("components/local")))
            {
                var text = File.ReadAllText(file).Replace("maxRetries: 8640", "maxRetries: 2", StringComparison.Ordinal)
                    .Replace("maxInterval: 15s", "maxInterval: 500ms", StringComparison.Ordinal);
                File.WriteAllText(System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file)), text);
            }
        }

        public string Path { get; } = Directory.CreateTempSubdirectory("ticket-booking-components-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
