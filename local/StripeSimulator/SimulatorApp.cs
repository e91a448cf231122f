using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketBooking.Postgres;
using TicketBooking.StripeSimulator.Api;
using TicketBooking.StripeSimulator.Behaviour;
using TicketBooking.StripeSimulator.Calls;
using TicketBooking.StripeSimulator.Features.Control;
using TicketBooking.StripeSimulator.Features.Disputes;
using TicketBooking.StripeSimulator.Features.Events;
using TicketBooking.StripeSimulator.Features.Intents;
using TicketBooking.StripeSimulator.Features.Refunds;
using TicketBooking.StripeSimulator.Features;
using TicketBooking.StripeSimulator.Webhooks;

namespace TicketBooking.StripeSimulator;

/// <summary>Puts the simulator together; tests start it with their own settings as arguments.</summary>
internal static class SimulatorApp
{
    public static async Task<WebApplication> CreateAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOptions<SimulatorOptions>().BindConfiguration("Simulator").ValidateDataAnnotations().ValidateOnStart();
        // In a container ASPNETCORE_HTTP_PORTS decides.
        if (builder.Configuration["HTTP_PORTS"] is null)
        {
            builder.WebHost.ConfigureKestrel(kestrel =>
                Listen(kestrel, builder.Configuration.GetValue("Simulator:Port", SimulatorOptions.DefaultPort)));
        }

        AddParts(builder.Services);

        var app = builder.Build();
        await MigrateAsync(app.Services, app.Lifetime.ApplicationStopping);
        app.UseExceptionHandler();
        app.UseCors();
        app.MapIntents();
        app.MapRefunds();
        app.MapDisputes();
        app.MapEvents();
        app.MapSimulator();
        return app;
    }

    private static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<NpgsqlDataSource>();
        var migrations = Migration.EmbeddedIn(typeof(SimulatorApp).Assembly);
        await NamesOnlyJournal.TakeOverAsync(database, "schema_version", migrations, cancellationToken);
        await new Migrator(database, migrations, services.GetRequiredService<ILogger<Migrator>>()).StartingAsync(cancellationToken);
    }

    private static void AddParts(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
            Databases.Open(
                provider.GetRequiredService<IOptions<SimulatorOptions>>().Value.Postgres,
                "stripe-simulator",
                provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<Misbehaviour>();
        services.AddSingleton<ApiPipeline>();
        services.AddSingleton<Wakeup>();
        services.AddSingleton<Transactions>();
        services.AddSingleton<WebhookSender>();
        services.AddHostedService<WebhookDispatcher>();
        services.AddHostedService<Settlement>();
        services.AddExceptionHandler<UnexpectedErrors>();
        services.AddProblemDetails();
        // A browser confirms with the publishable key from the shop's own origin.
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod()));
    }

    private static void Listen(KestrelServerOptions kestrel, int port)
    {
        if (port == 0)
        {
            // "localhost" is two addresses, so it cannot ask for any free port.
            kestrel.Listen(IPAddress.Loopback, port);
        }
        else
        {
            kestrel.ListenLocalhost(port);
        }
    }
}
