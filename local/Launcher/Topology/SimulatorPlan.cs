namespace TicketBooking.Launcher.Topology;

/// <summary>The Stripe simulator, with the keys that Booking has and a webhook through the gateway.</summary>
internal static class SimulatorPlan
{
    public const string Database = "stripe_simulator";

    public static ProcessPlan Create(DaprFile file, Setting setting) =>
        LocalProgram.Create("stripe", "StripeSimulator", setting, new Dictionary<string, string>(WebhookEvents())
        {
            ["Simulator__Port"] = $"{setting.Shift(Setting.SimulatorPort)}",
            ["Simulator__Postgres"] = setting.Postgres.Database(Database),
            ["Simulator__SecretKey"] = StripeSetting(file, "Stripe__SecretKey"),
            ["Simulator__PublishableKey"] = StripeSetting(file, "Stripe__PublishableKey"),
            ["Simulator__WebhookUrl"] = setting.LocalUrl(Setting.GatewayPort) + "/api/v1/booking/webhook/stripe",
            ["Simulator__WebhookSecret"] = setting.Secrets.WebhookSecret,
        }) with
        {
            Ports = [setting.Shift(Setting.SimulatorPort)],
            ReadyWhen = [new(setting.LocalUrl(Setting.SimulatorPort) + "/simulator/health")],
        };

    /// <summary>What the endpoint at Stripe is to ask for (docs/deployment.md).</summary>
    private static IEnumerable<KeyValuePair<string, string>> WebhookEvents() => ((string[])
    [
        "payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.canceled", "payment_intent.processing",
        "refund.updated", "refund.failed", "charge.refunded", "charge.refund.updated",
        "charge.dispute.created", "charge.dispute.updated", "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated", "charge.dispute.closed",
    ]).Select((type, n) => KeyValuePair.Create($"Simulator__WebhookEvents__{n}", type));

    public static string StripeSetting(DaprFile file, string name) =>
        file.Apps.Select(app => app.Env.GetValueOrDefault(name)).FirstOrDefault(value => value is not null)
            ?? throw new UserException($"No app of dapr.yaml has {name} in its env.");
}
