using System.CommandLine;
using TicketBooking.MessageBenchmark;

var messages = new Option<int>("--messages") { DefaultValueFactory = _ => 20_000, Description = "Rows inserted into the outbox" };
var keys = new Option<int>("--keys") { DefaultValueFactory = _ => 5_000, Description = "Different aggregates" };
var bulk = new Option<bool>("--bulk") { Description = "The app subscribes in bulk and to raw payloads; else one by one" };
var command = new RootCommand("Measures messages a second from an outbox table through relay and sidecar to an app that counts them.")
{
    messages, keys, bulk,
};
command.SetAction((parsed, _) => Run.MeasureAsync(parsed.GetValue(messages), parsed.GetValue(keys), parsed.GetValue(bulk)));
return await command.Parse(args).InvokeAsync();
