using TicketBooking.StripeSimulator;

await using var app = await SimulatorApp.Create(args);
await app.RunAsync();
