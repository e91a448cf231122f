using TicketBooking.OutboxRelay;

using var host = RelayApp.Create(args);
await host.RunAsync();
