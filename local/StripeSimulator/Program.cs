using TicketBooking.StripeSimulator;

await using var app = await SimulatorApp.CreateAsync(args);
await app.RunAsync();
