namespace TicketBooking.Launcher.Topology;

/// <summary>The Stripe simulator, with the keys that Booking has and a webhook through the gateway.</summary>
internal static class SimulatorPlan
{
    public const string Database = "stripe_simulator";

    public static ProcessPlan Create(DaprFile file, Setting setting) =>
        LocalProgram.Create("stripe", "StripeSimulator", setting, new Dictionary<string, string>
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

    public static string StripeSetting(DaprFile file, string name) =>
        file.Apps.Select(app => app.Env.GetValueOrDefault(name)).FirstOrDefault(value => value is not null)
            ?? throw new UserException($"No app of dapr.yaml has {name} in its env.");
}
