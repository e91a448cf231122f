using TicketBooking.Launcher;
using TicketBooking.Launcher.Topology;
using Xunit;

namespace TicketBooking.Local.Tests.Launcher;

public sealed class SystemPlanTests
{
    private static readonly Secrets Secrets = Secrets.Create();
    private static readonly DaprFile File = DaprFile.Parse(System.IO.File.ReadAllText(new LauncherOptions().AppsFile));

    [Fact]
    public void An_app_gets_its_env_of_dapr_yaml_with_the_addresses_of_this_system()
    {
        var booking = Plan(portOffset: 1000).Apps.Single(app => app.Name == "booking").Environment;

        Assert.Equal("http://localhost:9080", booking["Auth__Issuer"]);
        Assert.Equal("http://localhost:13111", booking["Stripe__ApiBase"]);
        Assert.Equal(Secrets.WebhookSecret, booking["Stripe__WebhookSecrets__0"]);
        Assert.Equal("Host=127.0.0.1;Port=16432;Database=booking;Username=ticketing;Password=pw", booking["ConnectionStrings__Database"]);
    }

    [Fact]
    public void An_app_is_told_what_dapr_run_tells_it()
    {
        var booking = Plan(portOffset: 1000).Apps.Single(app => app.Name == "booking");

        Assert.Equal("booking", booking.Environment["APP_ID"]);
        Assert.Equal("9082", booking.Environment["APP_PORT"]);
        Assert.Equal("4502", booking.Environment["DAPR_HTTP_PORT"]);
        Assert.Equal("14502", booking.Environment["DAPR_GRPC_PORT"]);
        Assert.Equal(Secrets.DaprApiToken, booking.Environment["DAPR_API_TOKEN"]);
        Assert.Equal(Secrets.AppApiToken, booking.Environment["APP_API_TOKEN"]);
        Assert.Equal(["http://localhost:9082/health/ready"], booking.ReadyWhen.Select(address => address.ToString()));
    }

    [Fact]
    public void Only_event_core_gets_the_administrator_and_the_key_that_protects_signing_keys()
    {
        var holders = Plan().Processes.Where(process => process.Environment.Values.Contains(Secrets.KeyEncryptionKey)
            || process.Environment.Values.Contains(Secrets.AdminPassword));

        Assert.Equal(["event-core"], holders.Select(process => process.Name));
    }

    [Fact]
    public void The_sidecar_process_has_a_sidecar_for_each_app_and_one_for_the_relay()
    {
        var plan = Plan();

        Assert.Equal(
            File.Apps.Select(app => app.AppId).Append("outbox-relay"),
            Enumerable.Range(0, File.Apps.Count + 1).Select(i => plan.Sidecar.Environment[$"Sidecar__Apps__{i}__AppId"]));
        Assert.Equal("http://localhost:3509", plan.Relay.Environment["Relay__Sidecar"]);
        Assert.Contains(3509, plan.Sidecar.Ports);
    }

    [Fact]
    public void Two_instances_share_an_app_id_and_nothing_else()
    {
        var plan = Plan(instances: new() { ["booking"] = 2 });
        var copies = plan.Apps.Where(app => app.Environment["APP_ID"] == "booking").ToList();

        Assert.Equal(["booking", "booking-2"], copies.Select(copy => copy.Name));
        Assert.Equal(["8082", "8182"], copies.Select(copy => copy.Environment["APP_PORT"]));
        Assert.Equal(["3502", "3602"], copies.Select(copy => copy.Environment["DAPR_HTTP_PORT"]));
        Assert.Contains(3602, plan.Sidecar.Ports);
        Assert.Contains(13602, plan.Sidecar.Ports);
        Assert.All(plan.Processes.SelectMany(process => process.Ports).GroupBy(port => port), port => Assert.Single(port));
    }

    [Fact]
    public void Systems_with_different_offsets_share_no_port()
    {
        var first = Plan().Processes.SelectMany(process => process.Ports);
        var second = Plan(portOffset: 20).Processes.SelectMany(process => process.Ports);

        Assert.Empty(first.Intersect(second));
    }

    [Fact]
    public void Instances_of_an_unknown_app_are_refused()
    {
        var refusal = Assert.Throws<UserException>(() => Plan(instances: new() { ["boking"] = 2 }));

        Assert.Contains("boking", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_relay_reads_every_outbox_and_publishes_to_debezium_s_topics()
    {
        var relay = Plan().Relay.Environment;

        Assert.Equal("event.public.tbl_event_outbox", relay["Relay__Outboxes__0__Topic"]);
        Assert.Equal("event.public.tbl_seat_outbox", relay["Relay__Outboxes__1__Topic"]);
        Assert.Equal("event.public.tbl_booking_outbox", relay["Relay__Outboxes__2__Topic"]);
        Assert.Contains("Database=booking", relay["Relay__Outboxes__2__ConnectionString"], StringComparison.Ordinal);
    }

    [Fact]
    public void Each_service_with_a_database_has_it_created()
    {
        Assert.Equal(["booking", "event_core", "search", "seats", "sidecar", "stripe_simulator"], Plan().Databases.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_simulator_signs_webhooks_with_bookings_secret_and_calls_the_gateway()
    {
        var simulator = Plan(portOffset: 5).Simulator.Environment;

        Assert.Equal("http://localhost:8085/api/v1/booking/webhook/stripe", simulator["Simulator__WebhookUrl"]);
        Assert.Equal(Secrets.WebhookSecret, simulator["Simulator__WebhookSecret"]);
        Assert.Equal("sk_test_local", simulator["Simulator__SecretKey"]);
    }

    private static SystemPlan Plan(int portOffset = 0, Dictionary<string, int>? instances = null)
    {
        var postgres = new PostgresAddress("127.0.0.1", 15432 + portOffset, "ticketing", "pw");
        return SystemPlan.Create(File, new Setting("/repo", "/repo/components/local", portOffset, postgres, Secrets) { Instances = instances ?? [] });
    }
}
